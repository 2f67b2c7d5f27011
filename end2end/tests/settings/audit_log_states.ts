import { enter } from '../../support/calls';
import { LONG_PERSON, type PageState, visit } from '../../support/page-state';
import { JONAS, MINA, PRIYA } from '../../support/pages';
import { Team } from '../../support/team';

export const states: PageState[] = [
  {
    name: 'audit-log',
    async go(page, server) {
      const team = await Team.start(server);
      await team.join(PRIYA, 'admin');
      await team.join({ ...MINA, name: LONG_PERSON.name });
      await team.giveRole(MINA.email, 'user-admin');
      await team.draft(LONG_PERSON.email);
      await enter(page, server, JONAS);
      await visit(page, `${team.path}/settings/audit-log`);
    },
  },
  {
    name: 'audit-log-wrong-filters',
    async go(page, server) {
      const team = await Team.start(server);
      await enter(page, server, JONAS);
      await visit(page, `${team.path}/settings/audit-log?kind=everything&time=dates&from=2026-11-02&to=2026-11-01`);
    },
    refused: [422],
  },
  {
    name: 'audit-log-nothing',
    async go(page, server) {
      const team = await Team.start(server);
      await enter(page, server, JONAS);
      await visit(page, `${team.path}/settings/audit-log?find=nothing`);
    },
  },
];
