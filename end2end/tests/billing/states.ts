import { type Page, expect } from '@playwright/test';
import { call, enter, tokenOf, unseen } from '../../support/calls';
import { LONG_NAME, LONG_PERSON, type PageState, visit } from '../../support/page-state';
import { JONAS, MINA, PRIYA, field } from '../../support/pages';
import type { Server } from '../../support/server';
import { Team } from '../../support/team';

/** Jonas' organization, in which somebody wants in and no seat is free. */
async function wanted(server: Server): Promise<Team> {
  const team = await Team.start(server);
  await team.join(PRIYA, 'user-admin');
  const mailed = await team.invite('emil@harbour.example');
  await server.admin('plan', 'set', team.slug, '--plan', 'Team', '--seats', '2');
  await call(await unseen(server), server, 'invitations/ask', { token: tokenOf(mailed) });
  return team;
}

/** Jonas' organization on a plan, with people and open invitations, and the page signed in as Jonas. */
async function onPlan(page: Page, server: Server, seats: string, projects: string): Promise<Team> {
  const team = await Team.start(server);
  await server.admin('plan', 'set', team.slug, '--plan', 'Free', '--seats', '5');
  await team.join(PRIYA, 'admin');
  await team.join(MINA);
  await team.invite('emil@harbour.example');
  await call(team.owner, server, 'billing/change-contact', { organization: team.slug, name: '', email: 'ruth@quill.example' });
  const contact = { organization: team.slug, name: 'Accounts, Quill & Co.', email: 'accounts@quill.example' };
  await call(team.owner, server, 'billing/change-contact', contact);
  const limits = ['--seats', seats, '--projects', projects, '--until', '2030-01-31'];
  await server.admin('plan', 'set', team.slug, '--plan', 'Team', ...limits);
  await enter(page, server, JONAS);
  return team;
}

export const states: PageState[] = [
  {
    name: 'settings-billing',
    async go(page, server) {
      const team = await onPlan(page, server, '6', '5');
      await visit(page, `${team.path}/settings/billing`);
      await field(page, 'Email').fill('billing@quill.example');
      await expect(page.getByRole('region', { name: 'Unsaved changes' })).toBeVisible();
    },
  },
  {
    name: 'settings-billing-limit',
    async go(page, server) {
      const team = await onPlan(page, server, '3', '1');
      await visit(page, `${team.path}/settings/billing`);
      await expect(page.getByText('4 of 3 seats are taken.')).toBeVisible();
    },
  },
  {
    name: 'settings-billing-none',
    async go(page, server) {
      const team = await Team.start(server);
      await enter(page, server, JONAS);
      await visit(page, `${team.path}/settings/billing`);
      await expect(page.getByText('As many seats and projects as you need.')).toBeVisible();
    },
  },
  {
    name: 'new-member-no-seat',
    async go(page, server) {
      const team = await onPlan(page, server, '4', '5');
      await visit(page, `${team.members}/new`);
      await expect(page.getByText('All 4 seats are taken.')).toBeVisible();
    },
  },
  {
    name: 'members-invited-no-seat',
    async go(page, server) {
      const team = await wanted(server);
      await enter(page, server, JONAS);
      await visit(page, team.invited);
      await expect(page.getByRole('table').getByText('Wants in: no seat is free')).toBeVisible();
    },
  },
  {
    name: 'members-invited-no-seat-told',
    async go(page, server) {
      const team = await wanted(server);
      await enter(page, server, PRIYA);
      await visit(page, team.invited);
      await expect(page.getByText('Jonas Lindqvist can ask for more seats')).toBeVisible();
    },
  },
];

export const longStates: PageState[] = [
  {
    name: 'settings-billing-long',
    async go(page, server) {
      const team = await Team.start(server, LONG_NAME, LONG_PERSON);
      const plan = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen'.slice(0, 58);
      await server.admin('plan', 'set', team.slug, '--plan', plan, '--seats', '1000000', '--projects', '1');
      const contact = { organization: team.slug, name: LONG_PERSON.name, email: LONG_PERSON.email };
      await call(team.owner, server, 'billing/change-contact', contact);
      await enter(page, server, LONG_PERSON);
      await visit(page, `${team.path}/settings/billing`);
    },
  },
];
