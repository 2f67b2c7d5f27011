import { type Page, expect } from '@playwright/test';
import { enter } from '../../support/calls';
import { JONAS, MINA, PRIYA, button } from '../../support/pages';
import { LONG_NAME, LONG_PERSON, type PageState, visit } from '../../support/page-state';
import { projectOf, saveMembers } from '../../support/projects';
import type { Server } from '../../support/server';
import { Team } from '../../support/team';

/** Jonas' organization with two projects, people in one of them, and the page signed in as Jonas. */
async function twoProjects(page: Page, server: Server): Promise<Team> {
  const team = await Team.start(server);
  await team.join(PRIYA, 'admin');
  await team.join(MINA);
  await team.join({ ...MINA, name: 'Leo Marchetti', email: 'leo@crowd.example' });
  const website = await projectOf(team, 'Website');
  await projectOf(team, 'Spare parts');
  await saveMembers(team, team.owner, website.id, [
    [MINA.email, 'none', 'agent'],
    ['leo@crowd.example', 'none', 'manager'],
  ]);
  await enter(page, server, JONAS);
  return team;
}

export const states: PageState[] = [
  {
    name: 'projects',
    async go(page, server) {
      const team = await twoProjects(page, server);
      await visit(page, `${team.path}/projects`);
    },
  },
  {
    name: 'projects-one',
    async go(page, server) {
      const team = await Team.start(server);
      await enter(page, server, JONAS);
      await visit(page, `${team.path}/projects`);
      await expect(page.getByText('One project is enough for most teams')).toBeVisible();
    },
  },
  {
    name: 'projects-none',
    async go(page, server) {
      const team = await Team.start(server);
      await team.join(MINA);
      await enter(page, server, MINA);
      await visit(page, `${team.path}/projects`);
      await expect(page.getByText('You’re not in a project yet')).toBeVisible();
    },
  },
  {
    name: 'projects-new',
    async go(page, server) {
      const team = await twoProjects(page, server);
      await visit(page, `${team.path}/projects?new=1`);
      await expect(page.getByRole('dialog', { name: 'New project' })).toBeVisible();
    },
  },
  {
    name: 'projects-renaming',
    async go(page, server) {
      const team = await twoProjects(page, server);
      await visit(page, `${team.path}/projects?rename=spare-parts`);
      await expect(page.getByLabel('Name of Spare parts')).toBeVisible();
    },
  },
  {
    name: 'archive-project',
    async go(page, server) {
      const team = await twoProjects(page, server);
      await visit(page, `${team.path}/projects?archive=website`);
      await expect(page.getByRole('dialog', { name: 'Archive Website?' })).toBeVisible();
    },
  },
  {
    name: 'projects-archived',
    async go(page, server) {
      const team = await twoProjects(page, server);
      await visit(page, `${team.path}/projects?archive=spare-parts`);
      await button(page, 'Archive').click();
      await page.getByText('Archived 1').click();
      await expect(button(page, 'Restore: Spare parts')).toBeVisible();
    },
  },
  {
    name: 'project',
    async go(page, server) {
      const team = await twoProjects(page, server);
      await visit(page, `${team.path}/projects/website`);
    },
  },
  {
    name: 'project-members',
    async go(page, server) {
      const team = await twoProjects(page, server);
      await visit(page, `${team.path}/projects/website/members`);
      await page.getByRole('switch', { name: 'Leo Marchetti belongs to Website' }).uncheck();
      await expect(page.getByRole('region', { name: 'Unsaved changes' })).toContainText('1 unsaved change');
    },
  },
  {
    name: 'project-members-nobody',
    async go(page, server) {
      const team = await twoProjects(page, server);
      await visit(page, `${team.path}/projects/website/members?find=nobody`);
      await expect(page.getByText('Nobody found')).toBeVisible();
    },
  },
  {
    name: 'project-members-conflict',
    async go(page, server) {
      const team = await twoProjects(page, server);
      const website = await projectOf(team, 'Website');
      await visit(page, `${team.path}/projects/website/members`);
      await page.getByRole('combobox', { name: 'Project role of Leo Marchetti' }).selectOption('Viewer');
      await saveMembers(team, team.owner, website.id, [['leo@crowd.example', 'manager', 'agent']]);
      await button(page, 'Save changes').click();
      await expect(page.getByRole('radio', { name: 'Mine: viewer' })).toBeVisible();
    },
    refused: [409],
  },
];

export const longStates: PageState[] = [
  {
    name: 'projects-long',
    async go(page, server) {
      const team = await Team.start(server, LONG_NAME, LONG_PERSON);
      await projectOf(team, LONG_NAME);
      await enter(page, server, LONG_PERSON);
      await visit(page, `${team.path}/projects`);
    },
  },
  {
    name: 'project-members-long',
    async go(page, server) {
      const team = await Team.start(server, LONG_NAME, LONG_PERSON);
      const { slug } = await projectOf(team, LONG_NAME);
      await enter(page, server, LONG_PERSON);
      await visit(page, `${team.path}/projects/${slug}/members`);
    },
  },
];
