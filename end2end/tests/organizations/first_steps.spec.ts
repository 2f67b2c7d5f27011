import { call, enter, register } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, PRIYA, button, countDocuments, field, heading, link, open } from '../../support/pages';
import { projectOf } from '../../support/projects';
import { Team } from '../../support/team';

test('OR-5: the first steps are done where they stand, and go', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, '/o/harbour-finch');
  const documents = await countDocuments(page);
  await expect(heading(page, 'Harbour & Finch is ready')).toBeVisible();
  await expect(page.getByText('0 of 3 done')).toBeVisible();

  // What could not be invited stays to be mended, with its reason.
  await field(page, 'Email addresses').fill(`${PRIYA.email}, nobody@`);
  await button(page, 'Send invitation').click();
  await expect(page.getByText('Not an address')).toBeVisible();
  await expect(field(page, 'Email addresses')).toHaveValue('nobody@');
  await field(page, 'Email addresses').fill('jonas@quill.example');
  await button(page, 'Send invitation').click();
  await expect(page.getByText('1 of 3 done')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Done: Your first people are invited' })).toBeVisible();
  await expect(page.getByRole('complementary').getByText(PRIYA.email).first()).toBeVisible();

  await field(page, 'Project name').fill('Shop');
  await button(page, 'Rename').click();
  await expect(page.getByRole('heading', { name: 'Done: Your first project is called Shop' })).toBeVisible();
  await field(page, 'Email of the second owner').fill('olga@quill.example');
  await button(page, 'Invite as owner').click();
  await expect(page.getByText('The invitation is on its way')).toBeVisible();
  await expect(page.getByText('2 of 3 done')).toBeVisible();

  await button(page, 'Hide these').click();
  await expect(heading(page, 'Harbour & Finch')).toBeFocused();
  await expect(page.getByText('One first step is hidden.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Open invitations 3' })).toBeVisible();
  await documents.expectNone();
  await page.reload();
  await button(page, 'Show them').click();
  await expect(heading(page, 'Harbour & Finch is ready')).toBeVisible();
  await expect(page.getByText('2 of 3 done')).toBeVisible();
});

test('OR-5, PR-5: a project that is called so already is told to be, and not renamed', async ({ page, server }) => {
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await open(page, team.path);
  await button(page, 'Rename').click();
  const same = page.getByText('That is its name already, and it stays so.');
  await expect(same).toBeVisible();
  await field(page, 'Project name').fill('Repairs');
  await button(page, 'Rename').click();
  await expect(page.getByRole('heading', { name: 'Done: Your first project is called Repairs' })).toBeVisible();
  await expect(same).toHaveCount(0);

  // The list says no more than is so, either.
  await open(page, `${team.path}/projects?rename=repairs`);
  await button(page, 'Save').click();
  await expect(link(page.getByRole('table'), 'Repairs')).toBeVisible();
  await expect(page.getByText('Renamed. Its old address leads here')).toHaveCount(0);
});

test('OR-5, IN-1: a step of which a line is left counts as done, and the line stays to be mended', async ({ page, server }) => {
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await open(page, team.path);
  await field(page, 'Email addresses').fill(`${PRIYA.email}, nobody@`);
  await button(page, 'Send invitation').click();
  await expect(page.getByText('1 of 3 done')).toBeVisible();
  await expect(page.locator('.tick[data-state="done"]')).toHaveCount(1);
  await expect(field(page, 'Email addresses')).toHaveValue('nobody@');
  await expect(page.getByText('Not an address')).toBeVisible();
  await field(page, 'Email addresses').fill(MINA.email);
  await button(page, 'Send invitation').click();
  await expect(page.getByRole('heading', { name: 'Done: Your first people are invited' })).toBeVisible();
});

test('TR-4, ST-6: people are invited into projects from home', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  const team = await Team.start(server);
  await call(team.owner, server, 'projects/create', { organization: team.slug, name: 'Repairs' });
  await call(team.owner, server, 'settings/save-security', { organization: team.slug, invitations_need_project: 'true' });
  await enter(page, server, JONAS);
  await open(page, team.path);
  await expect(page.getByText('A member needs one before the invitation can be sent.')).toBeVisible();
  await field(page, 'Email addresses').fill(PRIYA.email);
  await button(page, 'Send invitation').click();
  await expect(page.getByText('Choose a project first')).toBeVisible();
  await expect(field(page, 'Email addresses')).toHaveValue(PRIYA.email);
  await page.getByLabel('Role in Repairs').selectOption('Manager');
  await button(page, 'Send invitation').click();
  await expect(page.getByRole('heading', { name: 'Done: Your first people are invited' })).toBeVisible();
  await server.mailAbout(PRIYA.email, / invited you to /);
  const invitations = await call(team.owner, server, 'members/invited', { organization: team.slug });
  expect(JSON.stringify(invitations)).toContain('Repairs');
});

test('TR-4, OR-4: the projects that are chosen stay so when another one is made', async ({ page, server }) => {
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await open(page, team.path);
  await expect(page.getByLabel('Role in Website'), 'the only project there is').toHaveValue('agent');
  await call(team.owner, server, 'projects/create', { organization: team.slug, name: 'Repairs' });
  await expect(page.getByLabel('Role in Repairs')).toHaveValue('', { timeout: 5_000 });
  await expect(page.getByLabel('Role in Website')).toHaveValue('agent');
  await page.getByLabel('Role in Website').selectOption('Manager');
  const website = await projectOf(team, 'Website');
  await call(team.owner, server, 'projects/rename', { organization: team.slug, project: website.id, name: 'Shop' });
  await expect(page.getByLabel('Role in Shop')).toHaveValue('manager', { timeout: 5_000 });
});

test('IN-4, PR-4: what waits for the team is done from home', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  await team.join(PRIYA);
  await team.invite('lena.vogt@quill.example');
  await server.later({ hours: 6 * 24 });
  await call(page, server, 'organizations/home', { organization: team.slug });
  await server.later({ hours: 25 });
  await call(page, server, 'organizations/hide-first-steps', { organization: team.slug, hidden: 'true' });
  await open(page, team.path);
  const documents = await countDocuments(page);
  const waiting = page.getByRole('region', { name: /Waiting for you/ });
  await expect(waiting.getByRole('listitem')).toHaveCount(2);
  await waiting.getByRole('listitem').filter({ hasText: 'lena.vogt@' }).getByRole('button', { name: 'Send new link' }).click();
  await expect(waiting.getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('region', { name: /Open invitations/ }).getByText('lena.vogt@')).toBeVisible();
  await link(waiting, 'Add to project…').click();
  await expect(heading(page, PRIYA.name)).toBeVisible();
  await documents.expectNone();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('OR-5: the first steps are forms', async ({ page, server }) => {
    await register(page, server, MINA, ['Harbour & Finch']);
    await page.goto('/o/harbour-finch');
    await field(page, 'Email addresses').fill('nobody@');
    await button(page, 'Send invitation').click();
    await expect(page.getByText('Not an address')).toBeVisible();
    await expect(field(page, 'Email addresses')).toHaveValue('nobody@');
    await expect(field(page, 'Email of the second owner')).toHaveValue('');
    await page.goto('/o/harbour-finch');
    await button(page, 'Hide these').click();
    await expect(heading(page, 'Harbour & Finch')).toBeVisible();
    await button(page, 'Show them').click();
    await field(page, 'Project name').fill('Shop');
    await button(page, 'Rename').click();
    await expect(heading(page, 'Projects')).toBeVisible();
  });
});
