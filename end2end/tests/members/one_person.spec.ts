import { type Page } from '@playwright/test';
import { call, enter, tokenOf } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, PRIYA, button, countDocuments, field, heading, link, open } from '../../support/pages';
import { linkIn } from '../../support/server';
import { Team } from '../../support/team';

/** Jonas' organization with a second project, and the page signed in as somebody in it. */
async function withTwoProjects(page: Page, server: Team['server'], person = JONAS): Promise<Team> {
  const team = await Team.start(server);
  await call(team.owner, server, 'projects/create', { organization: team.slug, name: 'Spare parts' });
  if (person === JONAS) await enter(page, server, JONAS);
  return team;
}

test('TR-4, IN-7, IN-9, TR-11: from New member by way of a draft to the first sign-in with two projects', async ({ page, server, anotherBrowser }) => {
  const team = await withTwoProjects(page, server);

  await test.step('a draft with a name, a permission and a project; Esc loses nothing', async () => {
    await open(page, team.members);
    await link(page, 'New member').click();
    const panel = page.getByRole('dialog', { name: 'New member' });
    await field(page, 'Email').fill(MINA.email);
    await field(page, 'First name').fill('Mina');
    await panel.getByRole('checkbox', { name: /^Create projects/ }).check();
    await panel.getByLabel('Website').selectOption('Agent');
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await link(page, 'New member').click();
    await expect(field(page, 'First name')).toHaveValue('Mina');
    await expect(panel.getByLabel('Website')).toHaveValue('agent');
    await button(panel, 'Save as draft').click();
    await expect(panel).toBeHidden();
  });

  await test.step('added to the second project, then sent: the same row', async () => {
    await button(page, `Actions for ${MINA.email}`).click();
    await link(page, 'Change role or projects…').click();
    const panel = page.getByRole('dialog', { name: 'Edit invitation' });
    await expect(field(page, 'First name')).toHaveValue('Mina');
    await panel.getByLabel('Spare parts').selectOption('Manager');
    await button(panel, 'Send invitation').click();
    await expect(panel).toBeHidden();
    await expect(page.getByRole('row').filter({ hasText: MINA.email })).toHaveCount(1);
  });

  await test.step('the invitation says what it is for, and gives exactly that', async () => {
    const other = await (await anotherBrowser()).newPage();
    await other.goto(linkIn(await server.mailTo(MINA.email)));
    await expect(other.getByText('You’ll be in Website as an agent and Spare parts as a manager.')).toBeVisible();
    await field(other, 'Name').fill(MINA.name);
    await field(other, 'Password').fill(MINA.password);
    await button(other, 'Accept').click();
    await expect(other).toHaveURL(team.path);
  });

  await test.step('her page tells it, by the name in the list', async () => {
    await open(page, team.members);
    await link(page, MINA.name).click();
    await expect(heading(page, MINA.name)).toBeVisible();
    await expect(page.getByLabel('Role in Website')).toHaveValue('agent');
    await expect(page.getByLabel('Role in Spare parts')).toHaveValue('manager');
    await expect(page.getByRole('region', { name: 'Permissions' })).toContainText('1 of 5');
    await expect(page.getByText('Only Mina can change this address, under Your account.')).toBeVisible();
    await expect(page.getByRole('region', { name: 'History' })).toContainText('joined as member');
  });
});

test('PR-2: another role in a project, out of it and in again, without a document', async ({ page, server }) => {
  const team = await withTwoProjects(page, server);
  await team.join(MINA);
  await open(page, `${team.members}/${await team.id(MINA.email)}`);
  const documents = await countDocuments(page);
  const projects = page.getByRole('region', { name: 'Projects' });
  await expect(projects).toContainText('0 of 2');
  // The role takes the place of what was pressed, and gives it back.
  await link(projects, 'Add to project Spare parts').press('Enter');
  await expect(page.getByLabel('Role in Spare parts')).toBeFocused();
  await link(projects, 'Cancel').press('Enter');
  await expect(link(projects, 'Add to project Spare parts')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByLabel('Role in Spare parts').selectOption('Viewer');
  await button(projects, 'Add').click();
  await expect(projects).toContainText('1 of 2');
  await page.getByLabel('Role in Spare parts').selectOption('Manager');
  await expect(projects.getByText('Added as a viewer.')).toBeVisible();
  await button(projects, 'Save').click();
  await expect(projects.getByText('Manager now, was Viewer.')).toBeVisible();

  // What was done stands in its line, with the way back, until the next act.
  await button(projects, 'Remove Mina from Spare parts').click();
  await expect(projects).toContainText('0 of 2');
  await expect(projects.getByText('Removed, was a manager.')).toBeVisible();
  await expect(projects.getByText('Manager now')).toHaveCount(0);
  const undo = button(projects, 'Undo in Spare parts');
  await expect(undo, 'what was pressed is gone').toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Role in Spare parts')).toHaveValue('manager');
  await expect(projects.getByText('Added as a manager.')).toBeVisible();
  await documents.expectNone();
  await page.reload();
  await expect(page.getByLabel('Role in Spare parts')).toHaveValue('manager');
  await expect(undo, 'a reload tells it no more').toHaveCount(0);
});

test('PR-2: what is added is where one goes on, however late the page hears of it', async ({ page, server }) => {
  const team = await withTwoProjects(page, server);
  await team.join(MINA);
  await open(page, `${team.members}/${await team.id(MINA.email)}`);
  const projects = page.getByRole('region', { name: 'Projects' });
  await link(projects, 'Add to project Spare parts').click();
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/members/view*', async (route) => {
    await held;
    await route.continue();
  });
  await button(projects, 'Add').press('Enter');
  await expect(projects.getByRole('heading', { name: /^Projects/ }), 'the focus is never nowhere').toBeFocused();
  answer();
  await expect(projects.getByText('Added as an agent.')).toBeVisible();
  await expect(button(projects, 'Undo in Spare parts')).toBeFocused();
});

test('TR-6, TR-5: edited with what changes for her before it is saved, and a password reset', async ({ page, server }) => {
  const team = await withTwoProjects(page, server);
  await team.join(MINA);
  await open(page, `${team.members}/${await team.id(MINA.email)}`);
  await link(page, 'Edit member').click();
  const panel = page.getByRole('dialog', { name: `Edit ${MINA.name}` });
  await expect(panel).toContainText('Nothing changes in what they may do.');
  await panel.getByRole('radio', { name: 'User admin' }).check();
  await expect(panel.getByRole('listitem').filter({ hasText: 'Gains Manage members, except owners and admins' })).toBeVisible();
  await field(page, 'Name in Quill & Co.').fill('Mina from Bergen');
  await button(panel, 'Save changes').click();
  await expect(panel).toBeHidden();
  await expect(heading(page, 'Mina from Bergen')).toBeVisible();
  await expect(page.getByRole('complementary')).toContainText('User admin');
  // It is told, with the way back, until the next act.
  const told = page.getByRole('status').filter({ hasText: 'Mina from Bergen is now a user admin.' });
  await expect(told).toBeVisible();
  let sent = 0;
  page.on('request', (request) => {
    if (request.url().includes('/api/members/undo-roles')) sent += 1;
  });
  await button(told, 'Undo').dblclick();
  await expect(page.getByRole('status').filter({ hasText: 'Undone: the role is as before.' })).toBeVisible();
  expect(sent, 'pressed twice, it is sent once').toBe(1);
  await expect(link(page, 'Edit member')).toBeFocused();
  expect(await team.roleOf(MINA.email)).toBe('member');
  await link(page, 'Edit member').click();
  await expect(page.getByText('Undone: the role is as before.'), 'something else is done').toHaveCount(0);
  await field(page, 'Name in Quill & Co.').fill('Mina from Oslo');
  await button(page, 'Save changes').click();
  await expect(page.getByRole('status').filter({ hasText: 'What you changed about Mina from Oslo is saved.' })).toBeVisible();
  await button(page, 'Send password reset').click();
  await expect(page.getByText('The mail to set a new password is on its way.')).toBeVisible();
  const mail = await server.mailAbout(MINA.email, /password/i);
  expect(tokenOf(linkIn(mail))).not.toBe('');
});

test('TR-6: of one password reset after the other it is said what came of the last', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(429);
  const team = await withTwoProjects(page, server);
  await team.join(MINA);
  const member = await team.id(MINA.email);
  await team.call('send-password-reset', { member });
  await team.call('send-password-reset', { member });
  await open(page, `${team.members}/${member}`);
  const sent = page.getByText('The mail to set a new password is on its way.');
  await button(page, 'Send password reset').click();
  await expect(sent).toBeVisible();
  await button(page, 'Send password reset').click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(sent).toHaveCount(0);

  await open(page, team.members);
  const row = page.getByRole('row').filter({ hasText: MINA.name });
  const choose = async (act: string): Promise<void> => {
    await row.hover();
    await button(page, `Actions for ${MINA.name}`).click();
    await button(page.getByRole('group', { name: `Actions for ${MINA.name}` }), act).click();
  };
  await choose('Send password reset');
  await expect(page.getByRole('alert')).toBeVisible();
  await page.keyboard.press('Escape');
  await choose('Admin');
  await expect(row).toContainText('Role changed to Admin, was Member');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('TR-6, OR-4: a panel that is open while a colleague changes the role puts nothing back', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(409);
  const team = await withTwoProjects(page, server);
  await team.join(MINA, 'admin');
  const edit = `${team.members}/${await team.id(MINA.email)}/edit`;
  await open(page, edit);
  const panel = page.getByRole('dialog', { name: `Edit ${MINA.name}` });
  await field(page, 'Name in Quill & Co.').fill('Mina from Bergen');
  await team.giveRole(MINA.email, 'member');
  await button(panel, 'Save changes').click();
  await expect(panel).toBeHidden();
  await expect(heading(page, 'Mina from Bergen')).toBeVisible();
  expect(await team.roleOf(MINA.email)).toBe('member');

  await open(page, edit);
  const again = page.getByRole('dialog', { name: 'Edit Mina from Bergen' });
  await again.getByRole('radio', { name: 'User admin' }).check();
  await team.giveRole(MINA.email, 'billing-admin');
  await button(again, 'Save changes').click();
  await expect(again.getByText('The role was changed meanwhile, to Billing admin.')).toBeVisible();
  await expect(again.getByRole('listitem').filter({ hasText: 'Loses Manage billing' }), 'what is lost by now').toBeVisible();
  await expect(again.getByRole('radio', { name: 'User admin' })).toBeChecked();
  await button(again, 'Save changes').click();
  await expect(again).toBeHidden();
  expect(await team.roleOf(MINA.email)).toBe('user-admin');

  await open(page, edit);
  await field(page, 'Name in Quill & Co.').fill('Mina from Oslo');
  await team.call('edit', { member: await team.id(MINA.email), display_name: 'Mina Berg', role: 'user-admin', grants: '' });
  await button(again, 'Save changes').click();
  await expect(again.getByText('The name was changed meanwhile, to Mina Berg.')).toBeVisible();
  await expect(field(page, 'Name in Quill & Co.')).toHaveValue('Mina from Oslo');
  await button(again, 'Save changes').click();
  await expect(heading(page, 'Mina from Oslo')).toBeVisible();
});

test('TR-1, TR-8, TR-12, IN-6: a user admin at every edge of what they may', async ({ page, server }) => {
  const team = await withTwoProjects(page, server, PRIYA);
  await team.join(MINA);
  await team.join(PRIYA, 'user-admin', page);

  await test.step('invites, but gives no more than they hold', async () => {
    await open(page, `${team.members}/new`);
    const panel = page.getByRole('dialog', { name: 'New member' });
    await expect(panel.getByRole('radio')).toHaveCount(2);
    await expect(panel.getByRole('checkbox')).toHaveCount(2);
  });

  await test.step('changes a member, and nothing of an owner', async () => {
    await open(page, `${team.members}/${await team.id(MINA.email)}`);
    await expect(link(page, 'Edit member')).toBeVisible();
    await open(page, `${team.members}/${await team.id(JONAS.email)}`);
    await expect(heading(page, JONAS.name)).toBeVisible();
    await expect(link(page, 'Edit member')).toBeHidden();
    await expect(button(page, 'Send password reset')).toBeHidden();
    await expect(link(page, 'Revoke access…')).toBeHidden();
  });

  await test.step('reads who holds what is missing', async () => {
    await link(page, 'Who can do what').click();
    await expect(heading(page, 'Who can do what')).toBeVisible();
    const line = page.getByRole('row').filter({ hasText: 'Manage owners' });
    await line.getByText('1 person').click();
    await expect(line.getByText(JONAS.name)).toBeVisible();
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('TR-4, TR-6, PR-2: a draft, an edit and a project, by forms alone', async ({ page, server, browserErrors }) => {
    browserErrors.allowStatus(422);
    const team = await withTwoProjects(page, server);
    await page.goto(`${team.members}/new`);
    const panel = page.getByRole('dialog', { name: 'New member' });
    await panel.getByLabel('Email').fill(MINA.email);
    await panel.getByRole('checkbox', { name: /^Read audit log/ }).check();
    await panel.getByRole('checkbox', { name: /^Create projects/ }).check();
    await panel.getByLabel('Website').selectOption('Viewer');
    await panel.getByLabel('Last name').fill('https://x.example');
    await button(panel, 'Send invitation').click();
    await expect(panel.getByRole('checkbox', { name: /^Read audit log/ }), 'nothing typed is lost').toBeChecked();
    await expect(panel.getByLabel('Website')).toHaveValue('viewer');
    await panel.getByLabel('Last name').fill('Okafor');
    await button(panel, 'Send invitation').click();
    await expect(page.getByText('The invitation is on its way, good for 7 days.')).toBeVisible();
    await team.join(PRIYA);
    const path = `${team.members}/${await team.id(PRIYA.email)}`;
    await page.goto(path);
    await link(page, 'Add to project Website').click();
    await button(page, 'Add').click();
    await expect(page.getByLabel('Role in Website')).toHaveValue('agent');
    await link(page, 'Edit member').click();
    await expect(page.getByText('What changes for'), 'nothing is told before it is asked for').toBeHidden();
    await page.getByRole('radio', { name: 'Billing admin' }).check();
    await field(page, 'Name in Quill & Co.').fill('Priya from Oslo');
    await button(page, 'Preview').click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Gains Manage billing' })).toBeVisible();
    await expect(page.getByRole('radio', { name: 'Billing admin' }), 'nothing typed is lost').toBeChecked();
    await expect(field(page, 'Name in Quill & Co.')).toHaveValue('Priya from Oslo');
    await button(page, 'Save changes').click();
    await expect(page.getByRole('complementary')).toContainText('Billing admin');
    await expect(page.getByText('Priya from Oslo is now a billing admin.')).toBeVisible();
  });
});
