import type { Locator, Page } from '@playwright/test';
import { call, enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, PRIYA, button, heading, link, open } from '../../support/pages';
import { projectOf, saveMembers } from '../../support/projects';
import { Team } from '../../support/team';

function row(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ hasText: name });
}

function belongs(page: Page, name: string): Locator {
  return page.getByRole('switch', { name: `${name} belongs to Website`, exact: true });
}

function role(page: Page, name: string): Locator {
  return page.getByRole('combobox', { name: `Project role of ${name}`, exact: true });
}

function bar(page: Page): Locator {
  return page.getByRole('region', { name: 'Unsaved changes' });
}

/** What the project says of its people, by name. */
async function rolesIn(team: Team, project: string): Promise<Record<string, string>> {
  const { members } = (await call(team.owner, team.server, 'projects/members', { organization: team.slug, project, show: 'inside' })) as {
    members: { name: string; project_role: string }[];
  };
  return Object.fromEntries(members.map(({ name, project_role }) => [name, project_role]));
}

test('PR-3: ten people are switched over two pages and a search, and saved at once', async ({ page, server }) => {
  test.slow();
  const team = await Team.start(server);
  await team.joinMany(55);
  await enter(page, server, JONAS);
  await open(page, `${team.path}/projects/website/members`);
  await expect(heading(page, 'Who works in Website')).toBeVisible();
  await expect(belongs(page, JONAS.name)).toBeDisabled();
  await expect(row(page, JONAS.name)).toContainText('Everything, as owner');
  await expect(bar(page)).toBeHidden();
  for (const number of ['01', '02', '03', '04', '05']) await belongs(page, `Member ${number}`).check();
  await expect(row(page, 'Member 01')).toContainText('new here');
  await role(page, 'Member 01').selectOption('Manager');
  await expect(bar(page)).toContainText('5 unsaved changes');
  await link(page, 'Next').click();
  for (const number of ['52', '53', '54']) await belongs(page, `Member ${number}`).check();
  await expect(bar(page)).toContainText('8 unsaved changes');
  // As one types, without a button.
  await page.getByRole('searchbox', { name: 'Search people' }).fill('member 2');
  await expect(page.getByRole('row')).toHaveCount(11);
  await expect(page.getByText('10 of 56', { exact: true })).toBeVisible();
  await belongs(page, 'Member 20').focus();
  await page.keyboard.press('Space');
  await belongs(page, 'Member 21').focus();
  await page.keyboard.press('Space');
  await expect(bar(page)).toContainText('10 unsaved changes');
  // Leaving asks; Esc stays.
  await link(page.getByRole('navigation', { name: 'Quill & Co.' }), 'Home').click();
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  await expect(question).toContainText('10 unsaved changes in Website would be lost.');
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  // Discarded by Esc, and taken back.
  await belongs(page, 'Member 21').focus();
  await page.keyboard.press('Escape');
  await expect(bar(page)).toBeHidden();
  await expect(belongs(page, 'Member 21')).not.toBeChecked();
  await button(page, 'Undo').click();
  await expect(bar(page)).toContainText('10 unsaved changes');
  await button(page, 'Save changes').click();
  await expect(page.getByText('10 changes are saved.')).toBeInViewport();
  await expect(belongs(page, 'Member 21')).toBeFocused();
  await expect(bar(page)).toBeHidden();
  const saved = await rolesIn(team, 'website');
  expect(Object.keys(saved)).toHaveLength(10);
  expect([saved['Member 01'], saved['Member 54'], saved['Member 21']]).toEqual(['manager', 'agent', 'agent']);
  await page.getByRole('combobox', { name: 'Show' }).selectOption('Not in Website');
  await expect(row(page, 'Member 21')).toHaveCount(0);
});

test('PR-3: two admins save at once: nothing is lost, and of each line both changed it is asked whose counts', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(409);
  const team = await Team.start(server);
  const priya = await team.join(PRIYA, 'admin');
  await team.join(MINA);
  await team.join({ ...MINA, name: 'Aiko Tanaka', email: 'aiko@crowd.example' });
  await team.join({ ...MINA, name: 'Leo Marchetti', email: 'leo@crowd.example' });
  await team.join({ ...MINA, name: 'Freya Holm', email: 'freya@crowd.example' });
  const website = await projectOf(team, 'Website');
  await saveMembers(team, team.owner, website.id, [['aiko@crowd.example', 'none', 'agent'], ['leo@crowd.example', 'none', 'agent']]);
  await enter(page, server, JONAS);
  await open(page, `${team.path}/projects/website/members`);
  await role(page, 'Aiko Tanaka').selectOption('Manager');
  await belongs(page, 'Leo Marchetti').uncheck();
  await expect(row(page, 'Leo Marchetti')).toContainText('Leaves, was agent');
  await belongs(page, 'Freya Holm').check();
  await saveMembers(team, priya, website.id, [
    ['aiko@crowd.example', 'agent', 'viewer'],
    ['leo@crowd.example', 'agent', 'manager'],
    [MINA.email, 'none', 'viewer'],
  ]);
  await button(page, 'Save changes').click();
  await expect(page.getByText('You both changed Aiko and Leo: choose for each. Your other change stands.')).toBeInViewport();
  await expect(page.locator('b', { hasText: 'Priya saved this list at' })).toBeFocused();
  await expect(row(page, MINA.name)).toContainText('Priya added them');
  await expect(bar(page)).toContainText('2 people are left to decide');
  await expect(button(page, 'Save changes')).toBeDisabled();
  await page.getByRole('radio', { name: 'Mine: manager' }).check();
  // What is left leads to its line.
  await button(page, 'Leo is left to decide').click();
  await expect(page.getByRole('radio', { name: 'Mine: leaves' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await button(page, 'Save changes').click();
  await expect(page.getByText('2 changes are saved.')).toBeVisible();
  expect(await rolesIn(team, 'website')).toEqual({
    'Aiko Tanaka': 'manager',
    'Freya Holm': 'agent',
    'Leo Marchetti': 'manager',
    [MINA.name]: 'viewer',
  });
});

test('PR-3: a person who was removed meanwhile is named, and left out', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  const team = await Team.start(server);
  await team.join(MINA);
  await team.join(PRIYA);
  await enter(page, server, JONAS);
  await open(page, `${team.path}/projects/website/members`);
  await belongs(page, MINA.name).check();
  await belongs(page, PRIYA.name).check();
  await team.remove(PRIYA.email);
  await button(page, 'Save changes').click();
  await expect(page.getByText(`${PRIYA.name}: Not in the organization any more.`)).toBeVisible();
  expect(await rolesIn(team, 'website')).toEqual({});
  await button(page, 'Leave them out').click();
  await button(page, 'Save changes').click();
  await expect(page.getByText('1 change is saved.')).toBeVisible();
  expect(await rolesIn(team, 'website')).toEqual({ [MINA.name]: 'agent' });
});

test('SI-11: what is not saved is back after a reload', async ({ page, server, browserErrors }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  await enter(page, server, JONAS);
  await open(page, `${team.path}/projects/website/members`);
  await belongs(page, MINA.name).check();
  await expect(bar(page)).toContainText('1 unsaved change');
  browserErrors.allowLeaving();
  await open(page, `${team.path}/projects/website/members`);
  await expect(bar(page)).toContainText('Your unsaved change is back');
  await expect(belongs(page, MINA.name)).toBeChecked();
  await button(page, 'Discard').click();
  await expect(belongs(page, MINA.name)).not.toBeChecked();
});

test('PR-3: while a search waits, the list says so and claims no count', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.joinMany(3);
  await enter(page, server, JONAS);
  await open(page, `${team.path}/projects/website/members`);
  await expect(page.getByRole('combobox', { name: 'Show' })).toContainText('Everyone (4)');
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/projects/members*', async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole('searchbox', { name: 'Search people' }).fill('member 02');
  await expect(page.getByText('Searching…').first()).toBeVisible();
  await expect(page.getByRole('table')).toHaveAttribute('aria-busy', 'true');
  await expect(page.getByText('4 of 4', { exact: true })).toHaveCount(0);
  answer();
  await expect(page.getByText('1 of 4', { exact: true })).toBeVisible();
  await expect(page.getByRole('table')).not.toHaveAttribute('aria-busy');
});

test('PR-3, OR-4: the filter counts who is there by now, and the keyboard stays in it', async ({ page, server }) => {
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await open(page, `${team.path}/projects/website/members`);
  const filter = page.getByRole('combobox', { name: 'Show' });
  await expect(filter).toContainText('Everyone (1)');
  await filter.focus();
  await team.join(MINA);
  await expect(belongs(page, MINA.name)).toBeVisible({ timeout: 5_000 });
  await expect(filter).toContainText('Everyone (2)');
  await expect(filter).toBeFocused();
});

test('PR-3: what became of the changes is told where the person is', async ({ page, server }) => {
  test.slow();
  const team = await Team.start(server);
  await team.joinMany(30);
  await enter(page, server, JONAS);
  await open(page, `${team.path}/projects/website/members`);
  await belongs(page, 'Member 29').check();
  await button(page, 'Discard').click();
  await expect(page.getByText('1 change is discarded.')).toBeInViewport();
  await expect(belongs(page, 'Member 29')).toBeInViewport();
  await button(page, 'Undo').click();
  await expect(belongs(page, 'Member 29')).toBeFocused();
  await button(page, 'Save changes').click();
  await expect(page.getByText('1 change is saved.')).toBeInViewport();
  await expect(belongs(page, 'Member 29')).toBeFocused();
  await expect(belongs(page, 'Member 29')).toBeInViewport();
});

test('PR-3: who is switched while the rest is being saved is a change still', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  await team.join(PRIYA);
  await enter(page, server, JONAS);
  await open(page, `${team.path}/projects/website/members`);
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/projects/save-members', async (route) => {
    const response = await route.fetch();
    await held;
    await route.fulfill({ response });
  });
  await belongs(page, MINA.name).check();
  await button(page, 'Save changes').click();
  await belongs(page, PRIYA.name).check();
  answer();
  await expect(bar(page)).toContainText('1 unsaved change');
  await expect(belongs(page, MINA.name)).toBeChecked();
  await expect(belongs(page, PRIYA.name)).toBeChecked();
  expect(await rolesIn(team, 'website')).toEqual({ [MINA.name]: 'agent' });
  await button(page, 'Save changes').click();
  await expect(page.getByText('1 change is saved.')).toBeVisible();
  expect(await rolesIn(team, 'website')).toEqual({ [MINA.name]: 'agent', [PRIYA.name]: 'agent' });
});

test('PR-3: that nothing could be saved, or can be changed any more, is led to wherever one is in the list', async ({ page, server, browserErrors }) => {
  test.slow();
  browserErrors.allowStatus(422);
  const team = await Team.start(server);
  await team.joinMany(30);
  await call(team.owner, server, 'projects/create', { organization: team.slug, name: 'Repairs' });
  await enter(page, server, JONAS);
  await open(page, `${team.path}/projects/website/members`);
  await belongs(page, 'Member 28').check();
  await belongs(page, 'Member 29').check();
  await team.remove('member-29@crowd.example');
  await button(page, 'Save changes').click();
  const refused = page.getByRole('alert').getByText('Nothing was saved');
  await expect(refused).toBeInViewport();
  await expect(refused).toBeFocused();
  await button(page, 'Leave them out').click();

  await belongs(page, 'Member 30').check();
  await expect(belongs(page, 'Member 30')).toBeInViewport();
  await call(team.owner, server, 'projects/archive', { organization: team.slug, project: (await projectOf(team, 'Website')).id });
  const why = page.getByRole('status').getByText(/archived/);
  await expect(why).toBeInViewport({ timeout: 5_000 });
  await expect(why).toBeFocused();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('PR-3: the lines of a page are a form, and a conflict is told in it', async ({ page, server, browserErrors }) => {
    browserErrors.allowStatus(409);
    const team = await Team.start(server);
    const priya = await team.join(PRIYA, 'admin');
    await team.join(MINA);
    await team.join({ ...MINA, name: 'Leo Marchetti', email: 'leo@crowd.example' });
    const website = await projectOf(team, 'Website');
    await saveMembers(team, team.owner, website.id, [['leo@crowd.example', 'none', 'agent']]);
    await enter(page, server, JONAS);
    await page.goto(`${team.path}/projects/website/members`);
    await belongs(page, MINA.name).check();
    await role(page, MINA.name).selectOption('Viewer');
    await role(page, 'Leo Marchetti').selectOption('Manager');
    await saveMembers(team, priya, website.id, [['leo@crowd.example', 'agent', 'viewer']]);
    await button(page, 'Save changes').click();
    await expect(row(page, 'Leo Marchetti')).toContainText('Priya’s: viewer. Save again to keep yours.');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    await expect(belongs(page, MINA.name)).toBeChecked();
    await button(page, 'Save changes').click();
    await expect(page.getByText('2 changes are saved.')).toBeVisible();
    expect(await rolesIn(team, 'website')).toEqual({ 'Leo Marchetti': 'manager', [MINA.name]: 'viewer' });
    await page.getByRole('combobox', { name: 'Show' }).selectOption('In Website');
    await button(page, 'Search').click();
    await expect(row(page, JONAS.name)).toHaveCount(0);
    await expect(row(page, MINA.name)).toBeVisible();
  });
});
