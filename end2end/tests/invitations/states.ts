import { expect } from '@playwright/test';
import { call, enter, register, tokenOf, unseen } from '../../support/calls';
import { LONG_NAME, LONG_PERSON, type PageState, visit } from '../../support/page-state';
import { MINA, PRIYA, button, field, heading } from '../../support/pages';
import { Team } from '../../support/team';

const DAYS = 24;

const LONG_OTHER = { ...LONG_PERSON, email: `v${LONG_PERSON.email.slice(1)}` };

export const states: PageState[] = [
  {
    name: 'invitation',
    async go(page, server) {
      const team = await Team.start(server);
      await visit(page, await team.invite(MINA.email, 'user-admin'));
      await field(page, 'Name').fill(MINA.name);
      await field(page, 'Password').focus();
    },
  },
  {
    name: 'invitation-refused',
    async go(page, server) {
      const team = await Team.start(server);
      await visit(page, await team.invite(MINA.email));
      await field(page, 'Password').fill('a boat');
      await button(page, 'Accept').click();
      await expect(page.getByText('Enter your name.')).toBeVisible();
    },
  },
  {
    name: 'invitation-sign-in',
    async go(page, server) {
      const team = await Team.start(server);
      await register(await unseen(server), server, MINA);
      await visit(page, await team.invite(MINA.email, 'admin'));
    },
  },
  {
    name: 'invitation-accept',
    async go(page, server) {
      const team = await Team.start(server);
      await register(page, server, MINA);
      await visit(page, await team.invite(MINA.email, 'owner'));
    },
  },
  {
    name: 'invitation-wrong-account',
    async go(page, server) {
      const team = await Team.start(server);
      await register(page, server, PRIYA);
      await visit(page, await team.invite(MINA.email));
    },
  },
  {
    name: 'invitation-copied',
    async go(page, server) {
      const team = await Team.start(server);
      await team.invite(MINA.email);
      await visit(page, await team.copy(MINA.email));
    },
  },
  {
    name: 'invitation-no-seat',
    async go(page, server) {
      const team = await Team.start(server);
      const mailed = await team.invite(MINA.email);
      await server.admin('plan', 'set', team.slug, '--plan', 'Team', '--seats', '1');
      await visit(page, mailed);
    },
  },
  {
    name: 'invitation-expired',
    async go(page, server) {
      const team = await Team.start(server);
      const mailed = await team.invite(MINA.email);
      await server.later({ hours: 7 * DAYS });
      await visit(page, mailed);
    },
    refused: [410],
  },
  {
    name: 'invitation-asked',
    async go(page, server) {
      const team = await Team.start(server);
      const mailed = await team.invite(MINA.email);
      await server.later({ hours: 7 * DAYS });
      await visit(page, mailed);
      await button(page, 'Ask for a new one').click();
      await expect(heading(page, 'We passed it on')).toBeVisible();
    },
    refused: [410],
  },
  {
    name: 'invitation-used-by-you',
    async go(page, server) {
      const team = await Team.start(server);
      const mailed = await team.invite(MINA.email);
      await call(page, server, 'invitations/accept', { token: tokenOf(mailed), name: MINA.name, password: MINA.password });
      await visit(page, mailed);
    },
    refused: [410],
  },
  {
    name: 'invitation-cancelled',
    async go(page, server) {
      const team = await Team.start(server);
      const mailed = await team.invite(MINA.email);
      await team.cancel(MINA.email);
      await visit(page, mailed);
    },
    refused: [410],
  },
  { name: 'invitation-unknown', go: (page) => visit(page, '/invitations/unknown'), refused: [404] },
];

/** With names as long as they may be. */
export const longStates: PageState[] = [
  {
    name: 'invitation-long',
    async go(page, server) {
      const team = await Team.start(server, LONG_NAME, LONG_PERSON);
      await visit(page, await team.invite(LONG_OTHER.email, 'billing-admin'));
    },
  },
  {
    name: 'invitation-wrong-account-long',
    async go(page, server) {
      const team = await Team.start(server, LONG_NAME, LONG_PERSON);
      await enter(page, server, LONG_PERSON);
      await visit(page, await team.invite(LONG_OTHER.email));
    },
  },
  {
    name: 'invitation-copied-long',
    async go(page, server) {
      const team = await Team.start(server, LONG_NAME, LONG_PERSON);
      await team.invite(LONG_OTHER.email);
      await visit(page, await team.copy(LONG_OTHER.email));
    },
  },
  {
    name: 'invitation-used-by-you-long',
    async go(page, server) {
      const team = await Team.start(server, LONG_NAME, LONG_PERSON);
      const mailed = await team.invite(LONG_OTHER.email);
      await call(page, server, 'invitations/accept', { token: tokenOf(mailed), name: LONG_OTHER.name, password: LONG_OTHER.password });
      await visit(page, mailed);
    },
    refused: [410],
  },
];
