import { expect } from '@playwright/test';
import { enter } from '../../support/calls';
import { LONG_NAME, LONG_PERSON, type PageState, visit } from '../../support/page-state';
import { JONAS, MINA, PRIYA, button, heading } from '../../support/pages';
import { Team } from '../../support/team';
import { LONG_OTHER, crowded, tick } from './crowded';

/** What is done with many members at once. */
export const states: PageState[] = [
  {
    name: 'members-recently-changed',
    async go(page, server) {
      const team = await crowded(page, server);
      await team.call('change-roles', { people: `${await team.id('tomas@harbourfinch.example')},${await team.id(PRIYA.email)}`, role: 'member' });
      await visit(page, team.members);
      await tick(page, 'Aiko Tanaka', 'Tomás Vega', 'Ruth Abebe');
      await expect(page.getByRole('list', { name: 'Recently changed' })).toBeVisible();
    },
  },
  {
    name: 'members-selected-role',
    closes: true,
    async go(page, server) {
      const team = await crowded(page, server);
      await visit(page, team.members);
      await tick(page, 'Aiko Tanaka', 'Tomás Vega');
      await button(page, 'Role').click();
      await expect(page.getByRole('group', { name: 'Role', exact: true })).toBeVisible();
    },
  },
  {
    name: 'members-selected-shown',
    async go(page, server) {
      const team = await crowded(page, server);
      await visit(page, team.members);
      await tick(page, 'Aiko Tanaka', 'Tomás Vega');
      await button(page, 'Show').click();
      await expect(page.getByRole('dialog', { name: '2 people selected' })).toBeVisible();
    },
  },
  {
    name: 'change-roles',
    async go(page, server) {
      const team = await crowded(page, server);
      const people = ['aiko.tanaka@harbourfinch.example', 'tomas@harbourfinch.example', 'emil.nowak@harbourfinch.example', JONAS.email];
      await team.call('change-grants', { member: await team.id('aiko.tanaka@harbourfinch.example'), grants: 'manage-billing' });
      const ids = await Promise.all(people.map((email) => team.id(email)));
      await visit(page, `${team.members}/roles?people=${ids.join(',')}&role=owner`);
    },
  },
  {
    name: 'change-roles-chosen-here',
    async go(page, server) {
      const team = await crowded(page, server);
      await visit(page, `${team.members}/roles?people=${await team.id('aiko.tanaka@harbourfinch.example')}`);
    },
  },
  {
    name: 'change-roles-nobody',
    async go(page, server) {
      const team = await Team.start(server);
      await enter(page, server, JONAS);
      await visit(page, `${team.members}/roles`);
    },
  },
  {
    name: 'add-to-project',
    async go(page, server) {
      const team = await crowded(page, server);
      const people = ['aiko.tanaka@harbourfinch.example', 'tomas@harbourfinch.example', PRIYA.email, 'emil.nowak@harbourfinch.example'];
      const ids = await Promise.all(people.map((email) => team.id(email)));
      await visit(page, `${team.members}/add-to-project?people=${ids.join(',')}`);
    },
  },
  {
    name: 'revoke-access',
    async go(page, server) {
      const team = await crowded(page, server);
      await visit(page, team.members);
      await tick(page, 'Aiko Tanaka', 'Tomás Vega', 'Ruth Abebe', JONAS.name);
      await button(page, 'Revoke access').click();
      await expect(heading(page, 'Revoke access for 3 people?')).toBeVisible();
    },
  },
  {
    name: 'revoke-access-not-mine',
    async go(page, server) {
      const team = await Team.start(server);
      await team.join(PRIYA, 'admin');
      await team.join(MINA, 'user-admin', page);
      await visit(page, `${team.members}/revoke?people=${await team.id(PRIYA.email)}`);
    },
  },
  {
    name: 'revoke-access-nobody',
    async go(page, server) {
      const team = await Team.start(server);
      await enter(page, server, JONAS);
      await visit(page, `${team.members}/revoke`);
    },
  },
];

/** With names as long as they may be. */
export const longStates: PageState[] = [
  {
    name: 'revoke-access-long',
    async go(page, server) {
      const team = await Team.start(server, LONG_NAME, LONG_PERSON);
      await team.join(LONG_OTHER, 'billing-admin');
      const other = `u${LONG_PERSON.email.slice(1)}`;
      await team.invite(other, 'billing-admin');
      await enter(page, server, LONG_PERSON);
      const people = [LONG_OTHER.email, other, LONG_PERSON.email].map((email) => team.id(email));
      await visit(page, `${team.members}/revoke?people=${(await Promise.all(people)).join(',')}`);
    },
  },
];
