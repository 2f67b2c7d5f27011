import { type Page, expect } from '@playwright/test';
import { call, enter, join, register, unseen } from '../../support/calls';
import { type PageState, visit } from '../../support/page-state';
import { JONAS, MINA, PRIYA, button, field } from '../../support/pages';
import type { Server } from '../../support/server';
import { Team } from '../../support/team';

const BOTH_POLICIES = { invitations_need_project: 'true', members_need_project: 'true' };

/** Jonas' organization with people and drafts that belong to no project, and the page signed in as Jonas. */
async function withoutProjects(page: Page, server: Server): Promise<Team> {
  const team = await Team.start(server);
  await team.join(PRIYA, 'admin');
  await team.join(MINA);
  await team.join({ ...MINA, name: 'Fatima Zahra', email: 'fatima@quill.example' });
  await team.draft('daniel.costa@quill.example');
  await team.invite('emil@quill.example');
  await enter(page, server, JONAS);
  return team;
}

export const states: PageState[] = [
  {
    name: 'settings-general',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await join(page, await unseen(server), server, 'harbour-finch', JONAS, 'owner');
      await visit(page, '/o/harbour-finch/settings/general');
    },
  },
  {
    name: 'settings-general-unsaved',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await visit(page, '/o/harbour-finch/settings/general');
      await field(page, 'Registered name').fill('Harbour & Finch Lamps Ltd');
      await expect(button(page, 'Save changes')).toBeVisible();
    },
  },
  {
    name: 'settings-general-refused',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await visit(page, '/o/harbour-finch/settings/general');
      await field(page, 'Address').fill('settings');
      await button(page, 'Save changes').click();
      await expect(page.getByText('Parlor keeps that word for itself.')).toBeVisible();
    },
  },
  {
    name: 'settings-general-both',
    async go(page, server) {
      const team = await Team.start(server);
      await team.join(MINA, 'admin', page);
      await visit(page, `${team.path}/settings/general`);
      await field(page, 'Organization name').fill('Quill Works');
      const slug = team.path.split('/').at(-1) ?? '';
      await call(team.owner, server, 'settings/save-general', { organization: slug, slug, name: 'Quill House' });
      await expect(button(page, 'Keep mine')).toBeVisible();
    },
  },
  {
    name: 'settings-general-reader',
    async go(page, server) {
      const team = await Team.start(server);
      await team.join(MINA, 'user-admin', page);
      await visit(page, `${team.path}/settings/general`);
    },
  },
  {
    name: 'settings-general-forbidden',
    async go(page, server) {
      const team = await Team.start(server);
      await team.join(MINA, 'member', page);
      await visit(page, `${team.path}/settings/general`);
    },
    refused: [403],
  },
  {
    name: 'settings-security',
    async go(page, server) {
      const team = await withoutProjects(page, server);
      await visit(page, `${team.path}/settings/security`);
      await page.getByRole('switch', { name: 'Members without a project stay outside' }).check();
      await expect(page.getByText('Saving closes the door to')).toBeVisible();
    },
  },
  {
    name: 'settings-security-on',
    async go(page, server) {
      const team = await withoutProjects(page, server);
      await call(team.owner, server, 'settings/save-security', { organization: team.slug, ...BOTH_POLICIES });
      await visit(page, `${team.path}/settings/security`);
      await expect(page.getByText('2 people stay outside.')).toBeVisible();
    },
  },
  {
    name: 'new-member-needs-project',
    async go(page, server) {
      const team = await withoutProjects(page, server);
      await call(team.owner, server, 'settings/save-security', { organization: team.slug, ...BOTH_POLICIES });
      await visit(page, `${team.members}/new`);
      await field(page, 'Email').fill('ivan@quill.example');
      await page.getByLabel('Role in Website').selectOption('Not in it');
      await button(page, 'Send invitation').click();
      await expect(page.getByText('Choose a project first')).toBeVisible();
    },
    refused: [422],
  },
  {
    name: 'invited-needs-project',
    async go(page, server) {
      const team = await withoutProjects(page, server);
      await call(team.owner, server, 'settings/save-security', { organization: team.slug, ...BOTH_POLICIES });
      await visit(page, team.invited);
    },
  },
  {
    name: 'kept-outside',
    async go(page, server) {
      const team = await Team.start(server);
      await call(team.owner, server, 'settings/save-security', { organization: team.slug, members_need_project: 'true' });
      await team.join(MINA, 'member', page);
      await visit(page, team.path);
    },
    refused: [403],
  },
  {
    name: 'organization-deleted',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
      await call(page, server, 'organizations/delete', { organization: 'harbour-finch', name: 'Harbour & Finch' });
      await visit(page, '/o/harbour-finch');
    },
    refused: [404],
  },
];
