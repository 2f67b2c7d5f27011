import { type Locator, type Page } from '@playwright/test';
import { enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { bar, row, tick } from '../../support/members-list';
import { JONAS, MINA, PRIYA, awake, button, countDocuments, heading, link, open } from '../../support/pages';
import { projectOf, saveMembers } from '../../support/projects';
import type { Server } from '../../support/server';
import { Team } from '../../support/team';

const TOM = { ...MINA, name: 'Tom Vega', email: 'tom@harbourfinch.example' };

/** One of the people on a page that says what would be done with them. */
function person(page: Page, name: string): Locator {
  return page.getByRole('main').locator('.review > li').filter({ hasText: name });
}

function recently(page: Page): Locator {
  return page.getByRole('list', { name: 'Recently changed' }).getByRole('listitem');
}

/** The roles that the bar offers. */
async function roles(page: Page): Promise<Locator> {
  await button(bar(page), 'Role').click();
  const menu = page.getByRole('group', { name: 'Role', exact: true });
  await expect(menu).toBeVisible();
  return menu;
}

/** Jonas' organization with Mina, Tom and an admin, Priya. */
async function three(server: Server): Promise<Team> {
  const team = await Team.start(server);
  await team.join(MINA);
  await team.join(TOM);
  await team.join(PRIYA, 'admin');
  return team;
}

test('TR-6: one role for several, by keyboard, at once; undone in one go with what was granted beside the old one', async ({ page, server }) => {
  const team = await three(server);
  await team.call('change-grants', { member: await team.id(MINA.email), grants: 'manage-billing,read-audit-log' });
  await enter(page, server, JONAS);
  await open(page, team.members);
  for (const name of [MINA.name, TOM.name]) await tick(page, name).check();
  await button(bar(page), 'Role').focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('group', { name: 'Role', exact: true });
  await expect(menu.getByRole('button')).toHaveText(['Owner', 'Admin', 'Billing admin', 'User admin', 'Member']);
  await expect(button(menu, 'Owner')).toBeFocused();
  await page.keyboard.press('u');
  await expect(button(menu, 'User admin')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(bar(page), 'Esc closed the menu alone').toContainText('2 selected');
  await button(await roles(page), 'User admin').click();
  await expect(page.getByRole('status').filter({ hasText: '2 people are user admins now.' })).toBeAttached();
  await expect(bar(page)).toBeHidden();
  for (const name of [MINA.name, TOM.name]) await expect(row(page, name).getByRole('cell').nth(1)).toHaveText('User admin');
  await expect(recently(page)).toHaveText(/^Role changed to User admin for .*Tom Vega.* and .*Mina Okafor/);
  await page.reload();
  await awake(page);
  await recently(page).getByRole('button', { name: /^Undo: the role of/ }).click();
  await expect(page.getByText('Undone: all of them are as before.')).toBeVisible();
  await expect(recently(page)).toHaveCount(0);
  await expect(row(page, MINA.name).getByRole('cell').nth(1)).toHaveText('Member');
  await expect(row(page, MINA.name).getByRole('cell').nth(2)).toHaveText('2 of 5');
  expect(await team.roleOf(TOM.email)).toBe('member');

  // What was done with one alone stands in their row.
  await tick(page, TOM.name).check();
  await button(await roles(page), 'Billing admin').click();
  await expect(row(page, TOM.name).getByRole('rowheader')).toContainText('Role changed to Billing admin, was Member');
  await expect(recently(page)).toHaveCount(0);
  await expect(button(page, `Actions for ${TOM.name}`), 'what was pressed is gone').toBeFocused();
  await button(row(page, TOM.name), 'Undo').click();
  await expect(row(page, TOM.name).getByRole('cell').nth(1)).toHaveText('Member');
  await expect(button(page, `Actions for ${TOM.name}`)).toBeFocused();
});

test('TR-7, FIELD-23: who is selected is shown by name and address, on whatever page they are, and unticked by keyboard', async ({ page, server }) => {
  const team = await three(server);
  const other = { ...MINA, email: 'mina@northlight.example' };
  await team.join(other);
  await team.joinMany(50);
  await enter(page, server, JONAS);
  await open(page, team.members);
  await page.getByRole('checkbox', { name: 'Member 01' }).check();
  await page.getByRole('searchbox', { name: 'Search members' }).fill('mina');
  await expect(row(page, 'Member 01')).toHaveCount(0);
  for (const { email } of [MINA, other]) await row(page, email).getByRole('checkbox').check();
  await expect(bar(page)).toContainText('3 selected, 2 on this page');
  await button(bar(page), 'Show').focus();
  await page.keyboard.press('Enter');
  const shown = page.getByRole('dialog', { name: '3 people selected' });
  const names = [`${MINA.name} (${MINA.email})`, `${MINA.name} (${other.email})`];
  for (const name of names) await expect(shown.getByRole('listitem').filter({ hasText: name })).toHaveCount(1);
  await shown.getByRole('button', { name: /^Untick Member 01/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: '2 people selected' })).toBeVisible();
  await expect(button(page, `Untick ${names[0] ?? ''}`), 'the next one').toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(bar(page), 'Esc closed the list alone').toContainText('2 selected');
  await expect(button(bar(page), 'Show')).toBeFocused();
  await page.keyboard.press('Enter');
  for (const name of names) await button(page, `Untick ${name}`).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(bar(page)).toBeHidden();
  await expect(row(page, MINA.email).getByRole('checkbox')).not.toBeChecked();
  await expect(page.locator('input[form=selection]:focus'), 'one goes on at the boxes').toHaveCount(1);
});

test.describe('in a low window', () => {
  test.use({ viewport: { width: 1280, height: 360 } });

  test('TR-7: Clear keeps the place, and the focus at the boxes', async ({ page, server }) => {
    const team = await three(server);
    await team.joinMany(12);
    await enter(page, server, JONAS);
    await open(page, team.members);
    for (const press of ['Enter', 'Escape']) {
      await tick(page, 'Member 04').check();
      await button(bar(page), 'Clear').focus();
      const before = await page.evaluate(() => scrollY);
      await page.keyboard.press(press);
      await expect(bar(page)).toBeHidden();
      await expect(tick(page, 'Member 04')).toBeFocused();
      // No more than it takes to bring the box out from under the bar on top.
      const after = await page.evaluate(() => scrollY);
      expect(Math.abs(after - before)).toBeLessThan(60);
    }
  });

  test('TR-6: what was done with several is told where one is, and undone there; nothing moves', async ({ page, server }) => {
    const team = await three(server);
    await team.joinMany(6);
    await enter(page, server, JONAS);
    await open(page, team.members);
    for (const name of [MINA.name, TOM.name]) await tick(page, name).check();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await expect(heading(page, 'Members')).not.toBeInViewport();
    await button(await roles(page), 'Billing admin').click();
    const undo = button(page.locator('.said'), 'Undo');
    await expect(page.locator('.said')).toContainText('2 people are billing admins now.');
    await expect(undo).toBeInViewport({ ratio: 1 });
    await expect(undo).toBeFocused();
    await expect(recently(page)).toHaveText(/^Role changed to Billing admin for /);
    await expect(heading(page, 'Members')).not.toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(row(page, MINA.name).getByRole('cell').nth(1)).toHaveText('Member');
    await expect(page.getByRole('status').filter({ hasText: 'Undone: all of them are as before.' })).toBeAttached();
    await expect(page.getByRole('button', { name: /^Actions for (Mina Okafor|Tom Vega)$/ }).and(page.locator(':focus'))).toHaveCount(1);
    expect(await team.roleOf(TOM.email)).toBe('member');

    // The next act takes its place.
    for (const name of [MINA.name, TOM.name]) await tick(page, name).check();
    await button(await roles(page), 'User admin').click();
    await expect(page.locator('.said')).toContainText('2 people are user admins now.');
    await tick(page, MINA.name).check();
    await expect(page.locator('.said')).toHaveCount(0);
  });
});

test('TR-6, TR-1: whoever makes owners looks at them first, and keeps one out', async ({ page, server }) => {
  const team = await three(server);
  await enter(page, server, JONAS);
  await open(page, team.members);
  const documents = await countDocuments(page);
  for (const name of [MINA.name, TOM.name, JONAS.name]) await tick(page, name).check();
  await button(await roles(page), 'Owner').click();
  await expect(heading(page, 'Make 2 people owners?')).toBeFocused();
  await expect(person(page, MINA.name)).toContainText('Owner, was Member');
  await expect(person(page, JONAS.name)).toContainText('Has this role already.');
  await link(page, `Leave out ${TOM.name}`).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Make .*Mina Okafor.* an owner\?$/ })).toBeFocused();
  await button(page, 'Change role').click();
  await expect(heading(page, 'Members')).toBeVisible();
  await expect(row(page, MINA.name).getByRole('cell').nth(1)).toHaveText('Owner');
  await expect(row(page, TOM.name).getByRole('cell').nth(1)).toHaveText('Member');
  await expect(bar(page)).toBeHidden();
  await documents.expectNone();

  // So does who takes ownership away.
  for (const name of [MINA.name, TOM.name]) await tick(page, name).check();
  await button(await roles(page), 'Billing admin').click();
  await expect(heading(page, 'Make 2 people billing admins?')).toBeVisible();
  await expect(person(page, MINA.name)).toContainText('Billing admin, was Owner');
  await link(page, 'Cancel').click();
  expect(await team.roleOf(MINA.email)).toBe('owner');
});

test('TR-6, TR-8: who is in the way is named with the reason, and nobody is changed', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  const team = await three(server);
  await team.giveRole(TOM.email, 'user-admin');
  await enter(page, server, TOM);
  await open(page, team.members);
  for (const name of [MINA.name, PRIYA.name, TOM.name]) await tick(page, name).check();
  const menu = await roles(page);
  await expect(menu.getByRole('button')).toHaveText(['User admin', 'Member']);
  await button(menu, 'User admin').click();
  await expect(person(page, PRIYA.name)).toContainText('That takes Manage admins.');
  await expect(person(page, TOM.name)).toContainText('Has this role already.');
  await expect(page.getByRole('heading', { level: 1, name: /^Make .*Mina Okafor.* a user admin\?$/ })).toBeVisible();

  // Somebody changes what is looked at.
  await team.giveRole(MINA.email, 'admin');
  await button(page, 'Change role').click();
  await expect(page.getByRole('alert')).toContainText(/^Nothing was changed\. .*Mina Okafor.*: That takes Manage admins\.$/);
  await expect(person(page, MINA.name)).toContainText('That takes Manage admins.');
  await expect(heading(page, 'Change roles')).toBeVisible();
  await link(page, 'Go to members').click();
  await expect(row(page, MINA.name).getByRole('cell').nth(1)).toHaveText('Admin');
});

test('OR-4, TR-8: whoever may do less by now sees that in the review that is open', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(403);
  const team = await three(server);
  await team.join({ ...PRIYA, name: 'Uma Patel', email: 'uma@crowd.example' }, 'user-admin', page);
  await open(page, `${team.members}/revoke?people=${await team.id(TOM.email)}`);
  await expect(button(page, 'Revoke')).toBeVisible();
  await team.giveRole('uma@crowd.example', 'member');
  await expect(page.getByText('You need Manage members for that.')).toBeVisible();
  await expect(button(page, 'Revoke')).toHaveCount(0);
});

test('PR-2: several are added to a project at once; who is in it keeps their role; undone in one go', async ({ page, server }) => {
  const team = await three(server);
  const website = await projectOf(team, 'Website');
  await projectOf(team, 'Spare parts');
  await saveMembers(team, team.owner, website.id, [[TOM.email, 'none', 'manager']]);
  await enter(page, server, JONAS);
  await open(page, team.members);
  const documents = await countDocuments(page);
  for (const name of [MINA.name, TOM.name, PRIYA.name]) await tick(page, name).check();
  await button(bar(page), 'Add to project').click();
  await expect(heading(page, 'Add 2 people to a project')).toBeFocused();
  await expect(person(page, PRIYA.name)).toContainText('Reaches every project already, without being added.');
  await page.getByLabel('Project', { exact: true }).selectOption('Website');
  await expect(person(page, TOM.name)).toContainText('In it already, as manager.');
  await page.getByLabel('Project', { exact: true }).selectOption('Spare parts');
  await expect(person(page, TOM.name)).not.toContainText('In it already');
  await page.getByLabel('Role in the project').selectOption('Viewer');
  await button(page, 'Add').click();
  await expect(heading(page, 'Members')).toBeVisible();
  await expect(row(page, MINA.name).getByRole('cell').nth(3)).toHaveText(/Spare parts/);
  await expect(recently(page)).toHaveText(/^Added to .*Spare parts.* as viewer: .*Tom Vega.* and .*Mina Okafor/);
  await expect(page.getByRole('status').filter({ hasText: '2 people are added to the project.' })).toBeAttached();
  await expect(bar(page)).toBeHidden();
  await recently(page).getByRole('button', { name: /^Undo: adding/ }).click();
  await expect(page.getByText('Undone: all of them are as before.')).toBeVisible();
  await expect(row(page, MINA.name).getByRole('cell').nth(3)).toHaveText('None');
  await expect(row(page, TOM.name).getByRole('cell').nth(3)).toHaveText(/^.?Website.?$/);
  // One alone is told, too, while that is the last thing that was done.
  await tick(page, MINA.name).check();
  await button(bar(page), 'Add to project').click();
  await button(page, 'Add').click();
  await expect(recently(page)).toHaveText(/^Added to .* as agent: .*Mina Okafor/);
  await documents.expectNone();
});

for (const width of [390, 320]) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 844 }, hasTouch: true });

    test('TR-6, PR-2, TR-10: the bar, its menu and the file by touch', async ({ page, server }) => {
      const team = await three(server);
      await enter(page, server, JONAS);
      await open(page, team.members);
      await button(page, 'More: who can do what, CSV').tap();
      await expect(link(page, 'CSV')).toHaveAttribute('href', `${team.members}.csv`);
      await expect(link(page, 'Who can do what')).toBeInViewport();
      await page.keyboard.press('Escape');
      await tick(page, MINA.name).tap();
      await tick(page, TOM.name).tap();
      for (const name of ['Role', 'Add to project', 'Revoke access']) await expect(button(bar(page), name)).toBeInViewport({ ratio: 1 });
      await button(bar(page), 'Role').tap();
      const menu = page.getByRole('group', { name: 'Role', exact: true });
      for (const name of ['Owner', 'Member']) await expect(button(menu, name)).toBeInViewport({ ratio: 1 });
      await button(menu, 'Admin').tap();
      await expect(recently(page)).toHaveText(/^Role changed to Admin/);
      await tick(page, MINA.name).tap();
      await button(bar(page), 'Add to project').tap();
      await expect(page.getByText('Nobody on this list can be added to a project.')).toBeVisible();
    });

    test('TR-7: all on the page are ticked before anybody is, and shown by name', async ({ page, server }) => {
      const team = await three(server);
      await team.invite('zoe@northlight.example');
      await enter(page, server, JONAS);
      await open(page, team.members);
      await tick(page, 'Select all on this page').tap();
      await expect(bar(page)).toContainText('4 selected');
      for (const name of ['Show', 'Clear']) await expect(button(bar(page), name)).toBeInViewport({ ratio: 1 });
      await button(bar(page), 'Show').tap();
      const shown = page.getByRole('dialog', { name: '4 people selected' });
      await expect(shown.getByRole('listitem')).toHaveCount(4);
      await button(shown, 'Done').tap();
      await button(bar(page), 'Clear').tap();
      await open(page, team.invited);
      await tick(page, 'Select all on this page').tap();
      await expect(bar(page)).toContainText('1 selected');
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(sideways).toBeLessThanOrEqual(0);
    });
  });
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('TR-6, PR-2: a role and a project for several, by forms alone, and both undone', async ({ page, server, browserErrors }) => {
    browserErrors.allowStatus(422);
    const team = await three(server);
    await enter(page, server, JONAS);
    await page.goto(team.members);
    for (const name of [MINA.name, TOM.name, PRIYA.name]) await tick(page, name).check();
    await button(await roles(page), 'Admin').click();
    await expect(heading(page, 'Make 2 people admins?')).toBeVisible();
    await expect(person(page, PRIYA.name)).toContainText('Has this role already.');
    await button(page, 'Change role').click();
    await expect(page).toHaveURL(`${team.members}?changed=2.admin`);
    await expect(row(page, MINA.name)).toContainText('Admin');
    await recently(page).getByRole('button', { name: /^Undo/ }).click();
    await expect(row(page, MINA.name)).toContainText('Member');

    for (const name of [MINA.name, TOM.name]) await tick(page, name).check();
    await button(page, 'Add to project').click();
    await expect(heading(page, 'Add 2 people to a project')).toBeVisible();
    await link(page, `Leave out ${TOM.name}`).click();
    await expect(page.getByRole('heading', { level: 1, name: /^Add .*Mina Okafor.* to a project$/ })).toBeVisible();
    await page.getByLabel('Role in the project').selectOption('Manager');
    await button(page, 'Add').click();
    await expect(page).toHaveURL(`${team.members}?added=1`);
    await expect(row(page, MINA.name)).toContainText('Website');
    await expect(row(page, TOM.name)).not.toContainText('Website');

    // A refusal comes back to its page, with what was chosen.
    await page.goto(`${team.members}/roles?people=${await team.id(MINA.email)},${await team.id(TOM.email)}`);
    await button(page, 'Change role').click();
    await expect(page.getByText('Choose a role.')).toBeVisible();
    await page.getByRole('radio', { name: 'User admin' }).check();
    await button(page, 'Change role').click();
    await expect(row(page, TOM.name)).toContainText('User admin');
  });
});
