import { call, enter, tokenOf } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, PRIYA, button, countDocuments, field, heading, homeHeading, link, open, send } from '../../support/pages';
import { projectOf, saveMembers } from '../../support/projects';
import { Team } from '../../support/team';

const INVITATIONS = 'An invitation needs a project';
const MEMBERS = 'Members without a project stay outside';

test('ST-6: each policy says whom it touches before it is switched on, and counts at once', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  const team = await Team.start(server);
  await team.draft('daniel.costa@quill.example');
  await team.join(MINA);
  await enter(page, server, JONAS);
  await open(page, `${team.path}/settings`);
  const documents = await countDocuments(page);
  await link(page.getByRole('navigation', { name: 'Settings' }), 'Security').click();
  await expect(heading(page, 'Security')).toBeVisible();
  await expect(page.getByText('Would hold back 1 draft without a project until it has one.')).toBeVisible();
  await expect(link(page, 'daniel.costa@quill.example')).toBeVisible();
  await expect(page.getByText('Would close the door to 1 of 2 people.')).toBeVisible();
  await expect(page.getByText('Two-factor')).toHaveCount(0);

  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  await expect(bar).toBeHidden();
  const members = page.getByRole('switch', { name: MEMBERS });
  await members.check();
  await expect(page.getByText('Saving closes the door to 1 of 2 people at their next click.')).toBeVisible();
  await expect(bar).toContainText('1 unsaved change');
  await page.keyboard.press('Escape');
  await expect(members).not.toBeChecked();
  await expect(bar).toBeHidden();

  await page.getByRole('switch', { name: INVITATIONS }).check();
  await button(bar, 'Save changes').click();
  await expect(page.getByRole('status').filter({ hasText: '1 change is saved.' })).toBeVisible();
  await expect(page.getByText(/^On since .+, by Jonas Lindqvist\. 1 draft is waiting for a project\.$/)).toBeVisible();

  await link(page, 'daniel.costa@quill.example').click();
  const panel = page.getByRole('dialog', { name: 'Edit invitation' });
  await button(panel, 'Send invitation').click();
  await expect(panel.getByText('Choose a project first')).toBeVisible();
  await expect(panel.getByLabel('Website'), 'it may stand below what is seen').toBeFocused();
  await panel.getByLabel('Website').selectOption('Agent');
  await button(panel, 'Send invitation').click();
  await expect(panel).toBeHidden();
  await documents.expectNone();
  await server.mailAbout('daniel.costa@quill.example', / invited you to /);
});

test('ST-6, TR-4: a draft without a project is added to one from the list, and then sent', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  const team = await Team.start(server);
  await team.draft('daniel.costa@quill.example');
  await call(team.owner, server, 'settings/save-security', { organization: team.slug, invitations_need_project: 'true' });
  await enter(page, server, JONAS);
  await open(page, team.invited);
  const row = page.getByRole('row').filter({ hasText: 'daniel.costa@quill.example' });
  await expect(row.getByRole('button', { name: /^Send/ })).toHaveCount(0);
  await row.getByRole('link', { name: /^Add to project…/ }).click();
  const panel = page.getByRole('dialog', { name: 'Edit invitation' });
  await expect(panel.getByText('A member needs one before the invitation can be sent.')).toBeVisible();
  await panel.getByLabel('Website').selectOption('Viewer');
  await button(panel, 'Save as draft').click();
  await expect(panel).toBeHidden();
  await row.getByRole('button', { name: /^Send/ }).first().click();
  await server.mailAbout('daniel.costa@quill.example', / invited you to /);

  await open(page, `${team.members}/new`);
  await field(page, 'Email').fill('ivan@quill.example');
  await expect(page.getByLabel('Role in Website'), 'the only project there is').toHaveValue('agent');
  await page.getByLabel('Role in Website').selectOption('Not in it');
  await button(page, 'Send invitation').click();
  await expect(page.getByText('Choose a project first')).toBeVisible();
  await expect(field(page, 'Email'), 'nothing typed is lost').toHaveValue('ivan@quill.example');
  await button(page, 'Save as draft').click();
  await expect(page.getByRole('dialog', { name: 'New member' })).toBeHidden();
});

test.describe('320 px wide', () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test('FIELD-64, ST-6: long names of those whom a policy touches make the page no wider', async ({ page, server }) => {
    const team = await Team.start(server);
    await team.join({ ...MINA, name: 'Anna-Maria Christina von Hohenlohe-Langenburg und Taxis' });
    await team.join({ ...PRIYA, name: 'w'.repeat(100) });
    await enter(page, server, JONAS);
    await open(page, `${team.path}/settings/security`);
    await expect(page.getByText('Anna-Maria Christina').first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
});

test('ST-6, OR-4: a member without a project reads why, wherever they are, until somebody adds them', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(403);
  const team = await Team.start(server);
  await team.join(MINA, 'member', page);
  await call(page, server, 'organizations/create', { name: 'Harbour & Finch' });
  await open(page, team.path);
  await expect(homeHeading(page, team.name)).toBeVisible();
  const documents = await countDocuments(page);
  await call(team.owner, server, 'settings/save-security', { organization: team.slug, members_need_project: 'true' });
  const outside = heading(page, `${team.name} is open to members with a project`);
  await expect(outside).toBeVisible({ timeout: 5_000 });
  await expect(page.getByText(`${JONAS.name} can add you to one.`)).toBeVisible();
  await documents.expectNone();

  await open(page, `${team.path}/projects/website`);
  await expect(outside).toBeVisible();
  await button(page, 'Switch organization').click();
  const switcher = page.getByRole('group', { name: 'Switch organization' });
  await expect(switcher.getByRole('option').filter({ hasText: team.name })).toBeVisible();
  await switcher.getByRole('option').filter({ hasText: 'Harbour & Finch' }).click();
  await expect(heading(page, 'Projects'), 'a switch keeps the section').toBeVisible();
  await expect(page).toHaveURL('/o/harbour-finch/projects');

  await open(page, team.path);
  await expect(outside).toBeVisible();
  const website = await projectOf(team, 'Website');
  await saveMembers(team, team.owner, website.id, [[MINA.email, 'none', 'agent']]);
  await expect(homeHeading(page, team.name)).toBeVisible({ timeout: 5_000 });
});

test('ST-6, TR-8: where it is refused, that stands in its place, and nothing is introduced', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(403);
  const team = await Team.start(server);
  await team.join(MINA, 'member', page);
  await open(page, `${team.path}/settings/security`);
  await expect(page.getByText('You need ').first()).toBeVisible();
  await expect(page.locator('.page-head p')).toHaveCount(0);
  await team.giveRole(MINA.email, 'admin');
  await page.reload();
  await expect(page.locator('.page-head p')).toContainText('Quill & Co.');
});

test('ST-6, OR-4: what another administrator switches is switched here too', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA, 'admin', page);
  await open(page, `${team.path}/settings/security`);
  await page.getByRole('switch', { name: MEMBERS }).check();
  await call(team.owner, server, 'settings/save-security', { organization: team.slug, invitations_need_project: 'true' });
  await expect(page.getByRole('switch', { name: INVITATIONS })).toBeChecked({ timeout: 5_000 });
  await expect(page.getByRole('region', { name: 'Unsaved changes' })).toContainText('1 unsaved change');
  await button(page, 'Save changes').click();
  await expect(page.getByText(/^On since .+, by Priya Raman\. Nobody stays outside\.$/)).toBeVisible();
  await expect(page.getByRole('switch', { name: INVITATIONS })).toBeChecked();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('ST-6: switched by a form, read by who stays outside, and left from there', async ({ page, server, anotherBrowser, browserErrors }) => {
    browserErrors.allowStatus(403);
    const team = await Team.start(server);
    await enter(page, server, JONAS);
    await page.goto(`${team.path}/settings/security`);
    await page.getByRole('switch', { name: MEMBERS }).check();
    await button(page, 'Save changes').click();
    await expect(page.getByText('1 change is saved.')).toBeVisible();
    await expect(page.getByRole('switch', { name: MEMBERS })).toBeChecked();

    const invited = await team.invite(MINA.email);
    const other = await (await anotherBrowser()).newPage();
    await call(other, server, 'invitations/accept', { token: tokenOf(invited), name: MINA.name, password: MINA.password });
    await other.goto(team.members);
    await expect(heading(other, `${team.name} is open to members with a project`)).toBeVisible();
    await link(other, 'Leave organization…').click();
    await expect(heading(other)).toContainText('Leave');
    await other.goBack();
    expect(await send(other, 'Sign out')).toBe(303);
    await expect(heading(other, 'Sign in')).toBeVisible();
  });
});
