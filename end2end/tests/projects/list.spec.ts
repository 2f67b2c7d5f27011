import type { Locator, Page } from '@playwright/test';
import { call, enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, PRIYA, button, countDocuments, field, heading, link, open, homeHeading } from '../../support/pages';
import { projectOf, saveMembers } from '../../support/projects';
import { Team } from '../../support/team';

function row(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ hasText: name });
}

function sidebar(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Quill & Co.' });
}

async function choose(page: Page, project: string, entry: string): Promise<void> {
  await row(page, project).hover();
  await button(page, `Actions for ${project}`).click();
  await link(page.getByRole('group', { name: `Actions for ${project}` }), entry).click();
}

test('PR-5, PR-6: a second project is made, renamed in its row, archived and brought back', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  await enter(page, server, JONAS);
  await open(page, `${team.path}/projects`);
  const documents = await countDocuments(page);
  await expect(heading(page, 'Projects')).toBeVisible();
  await expect(page.getByText('One project is enough for most teams')).toBeVisible();
  // A small team never meets the level.
  await expect(link(sidebar(page), 'Website')).toHaveCount(0);
  // The last one stays, and the menu says why.
  await row(page, 'Website').hover();
  await button(page, 'Actions for Website').click();
  await expect(page.getByText('Website is the only project in use. Create another one to archive it.')).toBeVisible();
  await page.keyboard.press('Escape');

  await link(page, 'New project').first().click();
  await expect(field(page, 'Name')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Give the project a name.')).toBeVisible();
  await field(page, 'Name').fill('Spare parts');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Who works in Spare parts')).toBeVisible();
  await expect(link(sidebar(page), 'Website')).toBeVisible();
  await expect(link(sidebar(page), 'Spare parts')).toHaveAttribute('aria-current', 'true');
  const parts = await projectOf(team, 'Spare parts');
  await saveMembers(team, team.owner, parts.id, [[MINA.email, 'none', 'agent']]);

  await link(sidebar(page), 'Settings').click();
  await link(page.getByRole('navigation', { name: 'Settings' }), 'Projects').click();
  await choose(page, 'Spare parts', 'Rename');
  await expect(field(page, 'Name of Spare parts')).toBeFocused();
  await field(page, 'Name of Spare parts').fill('Something else');
  await page.keyboard.press('Escape');
  await expect(button(page, 'Actions for Spare parts')).toBeFocused();
  // Left on purpose, so it begins anew.
  await choose(page, 'Spare parts', 'Rename');
  await expect(field(page, 'Name of Spare parts')).toHaveValue('Spare parts');
  await field(page, 'Name of Spare parts').fill('');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Give the project a name.')).toBeVisible();
  await field(page, 'Name of Spare parts').fill('x'.repeat(81));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Use at most 80 characters.')).toBeVisible();
  await field(page, 'Name of Spare parts').fill('Spares & parts');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Spares & parts')).toContainText('Renamed');
  await expect(link(row(page, 'Spares & parts'), 'Spares & parts')).toBeFocused();
  await expect(link(sidebar(page), 'Spares & parts')).toBeVisible();

  await choose(page, 'Spares & parts', 'Archive…');
  const question = page.getByRole('dialog', { name: 'Archive Spares & parts?' });
  await expect(question).toContainText('1 person no longer works in it: 1 agent');
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await choose(page, 'Spares & parts', 'Archive…');
  await button(question, 'Archive').click();
  // Said where its row was, with the way back.
  await expect(row(page, 'Spares & parts is archived, with its people as they were.')).toBeVisible();
  await expect(button(page, 'Undo: archive Spares & parts')).toBeFocused();
  await expect(link(sidebar(page), 'Website')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(row(page, 'Spares & parts')).toContainText('Restored');
  await expect(link(row(page, 'Spares & parts'), 'Spares & parts')).toBeFocused();
  await choose(page, 'Spares & parts', 'Archive…');
  await button(question, 'Archive').click();
  await expect(button(page, 'Undo: archive Spares & parts')).toBeFocused();
  await page.getByText('Archived 1').click();
  await button(page, 'Restore: Spares & parts').click();
  await expect(row(page, 'Spares & parts')).toContainText('Restored');
  await expect(link(row(page, 'Spares & parts'), 'Spares & parts')).toBeFocused();
  await expect(link(sidebar(page), 'Spares & parts')).toBeVisible();
  await documents.expectNone();

  // PR-6
  await open(page, `${team.path}/projects/spare-parts/members`);
  await expect(page).toHaveURL(`${server.url}${team.path}/projects/spares-parts/members`);
  await open(page, `${team.path}/projects/spare-parts`);
  await expect(page).toHaveURL(`${server.url}${team.path}/projects/spares-parts`);
  await expect(heading(page, 'Spares & parts')).toBeVisible();
  await expect(page.getByRole('main').getByText(MINA.name)).toBeVisible();
});

for (const late of ['rename', 'list']) {
  test(`PR-6: renamed in its row, whose link has the focus, however late projects/${late} is answered`, async ({ page, server }) => {
    const team = await Team.start(server);
    const { id } = await projectOf(team, 'Spare parts');
    await enter(page, server, JONAS);
    await open(page, `${team.path}/projects`);
    await choose(page, 'Spare parts', 'Rename');
    await field(page, 'Name of Spare parts').fill('Spares');
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const early = page.waitForResponse(`**/api/projects/${late === 'rename' ? 'list' : 'rename'}*`);
    await page.route(`**/api/projects/${late}*`, async (route) => {
      const response = await route.fetch();
      await held;
      await route.fulfill({ response });
    });
    await page.keyboard.press('Enter');
    await early;
    if (late === 'rename') {
      // The list hears of it first, and the form stays where it is.
      await expect(link(sidebar(page), 'Spares')).toBeVisible();
      await expect(field(page, 'Name of Spare parts')).toBeFocused();
    } else {
      await expect(row(page, 'Spare parts')).toContainText('Renamed');
    }
    answer();
    await expect(row(page, 'Spares')).toContainText('Renamed');
    await expect(link(row(page, 'Spares'), 'Spares')).toBeFocused();
    await expect(page.locator(`#project-${id}`)).toHaveText('Spares');
    await expect(page).toHaveURL(`${team.path}/projects`);
  });
}

test('PR-4: whoever is in no project reads who can add them, and finds it there by itself', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  const website = await projectOf(team, 'Website');
  await enter(page, server, MINA);
  await open(page, team.path);
  await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
  await expect(page.getByText('You’re not in a project yet')).toBeVisible();
  await expect(page.getByText('Jonas Lindqvist can add you to one.')).toBeVisible();
  await expect(link(page.getByRole('main'), 'Website')).toHaveCount(0);
  await saveMembers(team, team.owner, website.id, [[MINA.email, 'none', 'viewer']]);
  await link(page.getByRole('main'), 'Website').click();
  await expect(heading(page, 'Website')).toBeVisible();
  await expect(page.getByText('You’re a viewer here.')).toBeVisible();
  await expect(link(page, 'Members')).toHaveCount(0);
});

test('PR-5: an archived project is brought back from its own page', async ({ page, server }) => {
  const team = await Team.start(server);
  const { id } = await projectOf(team, 'Repairs');
  await call(team.owner, server, 'projects/archive', { organization: team.slug, project: id });
  await enter(page, server, JONAS);
  await open(page, `${team.path}/projects/repairs`);
  await expect(page.getByText('This project is archived')).toBeVisible();
  await expect(page.getByText('You reach it as you reach every project.')).toHaveCount(0);
  await button(page, 'Restore: Repairs').click();
  await expect(page.getByText('Restored, with its people as they were')).toBeVisible();
  await expect(heading(page, 'Repairs')).toBeFocused();
  await expect(page.getByText('This project is archived')).toHaveCount(0);
  await open(page, `${team.path}/projects`);
  await expect(link(row(page, 'Repairs'), 'Repairs')).toBeVisible();
});

test('OR-4: whoever is taken out of a project while its page is open is told so', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(404);
  const team = await Team.start(server);
  await team.join(MINA);
  const website = await projectOf(team, 'Website');
  await saveMembers(team, team.owner, website.id, [[MINA.email, 'none', 'manager']]);
  await enter(page, server, MINA);
  for (const path of ['website', 'website/members']) {
    await open(page, `${team.path}/projects/${path}`);
    await expect(page.getByRole('main').getByText('Website').first()).toBeVisible();
    await saveMembers(team, team.owner, website.id, [[MINA.email, 'manager', 'none']]);
    await expect(heading(page, 'This project isn’t open to you any more')).toBeVisible({ timeout: 5_000 });
    await saveMembers(team, team.owner, website.id, [[MINA.email, 'none', 'manager']]);
  }
});

test('OR-4, PR-1: what I may do in a project, and with an archived one, changes while I look', async ({ page, server, anotherBrowser }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  await team.join(PRIYA, 'user-admin');
  const website = await projectOf(team, 'Website');
  await saveMembers(team, team.owner, website.id, [[MINA.email, 'none', 'viewer']]);
  await enter(page, server, MINA);
  await open(page, `${team.path}/projects/website`);
  await expect(page.getByText('You’re a viewer here.')).toBeVisible();
  await expect(link(page, 'Members')).toHaveCount(0);
  await saveMembers(team, team.owner, website.id, [[MINA.email, 'viewer', 'manager']]);
  await expect(link(page, 'Members'), 'the tab').toHaveAttribute('href', `${team.path}/projects/website/members`, { timeout: 5_000 });
  await saveMembers(team, team.owner, website.id, [[MINA.email, 'manager', 'viewer']]);
  await expect(link(page, 'Members'), 'it would lead to a refusal').toHaveCount(0, { timeout: 5_000 });

  const { id } = await projectOf(team, 'Repairs');
  await call(team.owner, server, 'projects/archive', { organization: team.slug, project: id });
  const hers = await (await anotherBrowser()).newPage();
  await enter(hers, server, PRIYA);
  await open(hers, `${team.path}/projects`);
  await hers.getByText('Archived 1').click();
  await expect(button(hers, 'Restore: Repairs')).toBeVisible();
  await team.giveRole(PRIYA.email, 'billing-admin');
  await expect(button(hers, 'Restore: Repairs')).toHaveCount(0, { timeout: 5_000 });
});

test('PR-6: two projects of one name are told apart in the sidebar', async ({ page, server }) => {
  const team = await Team.start(server);
  for (const name of ['Repairs', 'Website']) await call(team.owner, server, 'projects/create', { organization: team.slug, name });
  await enter(page, server, JONAS);
  await open(page, team.path);
  for (const name of [/^Website\s+website$/, /^Website\s+website-2$/, /^Repairs$/]) {
    await expect(sidebar(page).getByRole('link', { name })).toBeVisible();
  }
});

test('PR-5: a link to a project is copied', async ({ page, server, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await open(page, `${team.path}/projects`);
  await row(page, 'Website').hover();
  await button(page, 'Actions for Website').click();
  await button(page, 'Copy link').click();
  await expect(row(page, 'Website')).toContainText('Link copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${server.url}${team.path}/projects/website`);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('PR-5: made, renamed, archived and restored by forms', async ({ page, server, browserErrors }) => {
    browserErrors.allowStatus(422);
    const team = await Team.start(server);
    await enter(page, server, JONAS);
    await page.goto(`${team.path}/projects`);
    await link(page, 'New project').first().click();
    // It takes the list's place, whole.
    await expect(page.getByRole('table')).toBeHidden();
    await expect(button(page, 'Create project')).toBeInViewport({ ratio: 1 });
    await field(page, 'Name').fill('Repairs');
    await button(page, 'Create project').click();
    await expect(heading(page, 'Who works in Repairs')).toBeVisible();
    await page.goto(`${team.path}/projects?rename=repairs`);
    await field(page, 'Name of Repairs').fill('https://repairs.example');
    await button(page, 'Save').click();
    await expect(page.getByText('Leave out web addresses.')).toBeVisible();
    await expect(field(page, 'Name of Repairs')).toHaveValue('https://repairs.example');
    await field(page, 'Name of Repairs').fill('Workshop');
    await button(page, 'Save').click();
    await expect(link(page.getByRole('table'), 'Workshop')).toBeVisible();
    await expect(row(page, 'Workshop')).toContainText('Renamed. Its old address leads here');
    await page.goto(`${team.path}/projects?archive=workshop`);
    await button(page, 'Archive').click();
    await expect(row(page, 'Workshop is archived, with its people as they were.')).toBeVisible();
    await button(page, 'Undo: archive Workshop').click();
    await expect(row(page, 'Workshop')).toContainText('Restored, with its people as they were');
    await call(team.owner, server, 'projects/list', { organization: team.slug });
  });
});
