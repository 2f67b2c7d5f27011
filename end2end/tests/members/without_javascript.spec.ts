import { type Locator, type Page } from '@playwright/test';
import { enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { row } from '../../support/members-list';
import { JONAS, MINA, PRIYA, button, field, heading, link, send } from '../../support/pages';
import { expectRefused } from '../../support/refusals';
import { Team } from '../../support/team';

test.use({ javaScriptEnabled: false });

async function openMenu(page: Page, name: string): Promise<Locator> {
  await button(page, `Actions for ${name}`).click();
  return page.getByRole('group', { name: `Actions for ${name}` });
}

test('TR-4, IN-7: without JavaScript: a draft, sent, sent again, cancelled', async ({ page, server }) => {
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await page.goto(team.members);
  await link(page, 'New member').click();
  await expect(page).toHaveURL(`${team.members}/new`);
  await field(page, 'Email').fill(MINA.email);
  await page.getByRole('radio', { name: 'Admin', exact: true }).check();
  await button(page, 'Save as draft').click();
  await expect(page).toHaveURL(`${team.invited}&drafted=1`);
  await expect(page.getByText('The draft is kept; send it from its line.')).toBeVisible();
  await expect(row(page, MINA.email)).toContainText('Draft');
  await expect(row(page, MINA.email)).toContainText('Admin');
  expect(await server.mails(MINA.email)).toEqual([]);

  await button(await openMenu(page, MINA.email), 'Send invitation').click();
  await expect(page).toHaveURL(`${team.invited}&invited=1`);
  await expect(page.getByText('The invitation is on its way, good for 7 days.')).toBeVisible();
  await expect(row(page, MINA.email)).toContainText(/Handed over|Being sent/);
  await server.mailAbout(MINA.email, / invited you to /);
  await button(await openMenu(page, MINA.email), 'Resend').click();
  await server.mailAbout(MINA.email, / invited you to /, 2);
  await expect(page.getByText('The invitation is on its way, good for 7 days.')).toBeVisible();
  await button(await openMenu(page, MINA.email), 'Cancel invitation').click();
  await expect(row(page, MINA.email)).toHaveCount(0);
});

test('IN-8: without JavaScript, a pasted list comes back with what became of each line, and with what is no address in the field', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  const team = await Team.start(server);
  await team.join(PRIYA);
  await enter(page, server, JONAS);
  await page.goto(`${team.members}/new`);
  await field(page, 'Email').fill(' ');
  expect(await send(page, 'Send invitation')).toBe(422);
  await expect(field(page, 'Email')).toHaveAccessibleDescription('Enter an address, or several.');
  await link(page, 'Paste many addresses').click();
  await field(page, 'Email').fill(`ann@northlight.example\nben@northlight.example\n${PRIYA.email}\nnobody@`);
  await button(page, 'Send invitation').click();
  await expect(
    page.getByText('2 invitations are on their way, good for 7 days. One is a member already. One is no address, and was left out.'),
  ).toBeVisible();
  const lines = page.getByRole('region', { name: 'What became of them' }).getByRole('listitem');
  await expect(lines).toHaveText([/^ann@.*Invited$/, /^ben@.*Invited$/, /^priya@.*A member already$/, /^nobody@.*Not an address/]);
  await expect(field(page, 'Email')).toHaveValue('nobody@');
});

test('TR-4: without JavaScript, one address that is none is said beside the field, with what was typed', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await page.goto(`${team.members}/new`);
  await field(page, 'Email').fill('mina@');
  await button(page, 'Send invitation').click();
  // One line of a list like any other: the list says what became of it.
  await expect(page.getByText('One is no address, and was left out.')).toBeVisible();
  await page.goto(`${team.members}/new`);
  await field(page, 'Email').fill(',');
  expect(await send(page, 'Send invitation')).toBe(422);
  await expectRefused(field(page, 'Email'), ',', 'There’s no email address in that. Addresses look like mina@example.com.');
});

test('TR-3: without JavaScript: searching is an ordinary form', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA);
  await enter(page, server, JONAS);
  await page.goto(team.members);
  await page.getByRole('searchbox', { name: 'Search members' }).fill('raman');
  await button(page, 'Search').click();
  await expect(page).toHaveURL(/members\?find=raman/);
  await expect(row(page, PRIYA.email)).toBeVisible();
  await expect(row(page, JONAS.email)).toHaveCount(0);
  await link(page, 'Clear all').click();
  await expect(row(page, JONAS.email)).toBeVisible();
  await page.getByRole('combobox', { name: 'Role' }).selectOption('Owner');
  await button(page, 'Search').click();
  await expect(row(page, PRIYA.email)).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Role' })).toHaveValue('owner');
  await link(page, 'Any role').click();
  await link(page.getByRole('columnheader'), 'Name').click();
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending');
  await expect(page.getByRole('row').nth(1)).toContainText(PRIYA.name);
});

test('TR-7: without JavaScript: tick, review, keep one, revoke', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  await team.join(PRIYA);
  await enter(page, server, JONAS);
  await page.goto(team.members);
  await expect(page.getByText('Tick people to change their role, add them to a project or revoke their access.')).toBeVisible();
  await button(page, 'Revoke access').click();
  await expect(page.getByText('Nobody on this list loses access. Choose people among the members first.')).toBeVisible();
  await link(page, 'Go to members').click();
  for (const name of [MINA.name, PRIYA.name]) await page.getByRole('checkbox', { name, exact: true }).check();
  await button(page, 'Revoke access').click();
  await expect(heading(page, 'Revoke access for 2 people?')).toBeVisible();
  await link(page, `Keep ${MINA.name}`).click();
  await expect(heading(page, `Revoke access for ${PRIYA.name}?`)).toBeVisible();
  await button(page, 'Revoke').click();
  await expect(page.getByText('Access is revoked.')).toBeVisible();
  await expect(row(page, PRIYA.email)).toHaveCount(0);
  await expect(row(page, MINA.email)).toBeVisible();
  await button(page, `Undo: revoking access for ${PRIYA.name}`).click();
  await expect(row(page, PRIYA.email)).toBeVisible();
});

test('TR-6, TR-8: without JavaScript: a row’s button leads to where a role is changed, and a refusal says what is missing', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(403);
  const team = await Team.start(server);
  await team.join(PRIYA);
  await team.join(MINA, 'admin', page);
  const list = `${team.members}?sort=-joined`;
  await page.goto(list);
  await button(page, `Actions for ${PRIYA.name}`).click();
  await expect(page).toHaveURL(`${team.members}/${await team.id(PRIYA.email)}?return_to=${encodeURIComponent(list)}`);
  await link(page, 'Edit member').click();
  await page.getByRole('radio', { name: 'User admin' }).check();
  await button(page, 'Save changes').click();
  const told = page.getByRole('status').filter({ hasText: 'is now a user admin.' });
  await expect(button(told, 'Undo')).toBeVisible();
  expect(await team.roleOf(PRIYA.email)).toBe('user-admin');
  await page.locator('a.crumb').click();
  await expect(page).toHaveURL(list);

  await button(page, `Actions for ${PRIYA.name}`).click();
  await link(page, 'Edit member').click();
  await page.getByRole('radio', { name: 'Admin', exact: true }).check();
  await team.giveRole(MINA.email, 'member');
  await button(page, 'Save changes').click();
  await expect(page.getByRole('alert').first()).toContainText('for that. Jonas Lindqvist or Priya Raman can grant it, with Manage members.');
  expect(await team.roleOf(PRIYA.email)).toBe('user-admin');
});

test('TR-3: without JavaScript, whoever revokes from a row, or looks at somebody, comes back to the list as it was', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA);
  await enter(page, server, JONAS);
  const list = `${team.members}?role=member&sort=-joined`;
  await page.goto(list);
  await button(page, `Actions for ${PRIYA.name}`).click();
  await expect(heading(page, PRIYA.name)).toBeVisible();
  await link(page, 'Revoke access…').click();
  await expect(heading(page, `Revoke access for ${PRIYA.name}?`)).toBeVisible();
  await link(page, 'Cancel').click();
  await expect(page).toHaveURL(list);
  await link(page, PRIYA.name).click();
  await expect(heading(page, PRIYA.name)).toBeVisible();
  await link(page, 'Revoke access…').click();
  await button(page, 'Revoke').click();
  await expect(page).toHaveURL(`${list}&revoked=1`);
});

test('TR-3, TR-6: without JavaScript, whoever previews, saves and undoes on a member’s page finds the list as it was', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA);
  await enter(page, server, JONAS);
  const list = `${team.members}?role=member`;
  await page.goto(list);
  await link(page, PRIYA.name).click();
  await link(page, 'Edit member').click();
  await page.getByRole('radio', { name: 'User admin' }).check();
  await button(page, 'Preview').click();
  await expect(page.getByText('What changes for')).toBeVisible();
  await button(page, 'Save changes').click();
  const told = page.getByRole('status').filter({ hasText: 'is now a user admin.' });
  await button(told, 'Undo').click();
  await expect(page.getByText('Undone: the role is as before.')).toBeVisible();
  await expect(heading(page, PRIYA.name), 'on the page on which it was pressed').toBeVisible();
  await page.locator('a.crumb').click();
  await expect(page).toHaveURL(list);
  await expect(row(page, PRIYA.name)).toBeVisible();
});

test('OR-2: without JavaScript, the switcher’s links keep the Members section where my role may see it', async ({ page, server }) => {
  const team = await Team.start(server);
  const bikes = await Team.start(server, 'Northlight Bikes', PRIYA);
  await team.join(MINA, 'admin', page);
  await bikes.join(MINA, 'member', page);
  await page.goto(team.members);
  await button(page, 'Switch organization').click();
  const switcher = page.getByRole('group', { name: 'Switch organization' });
  await expect(switcher.getByRole('link', { name: /Quill & Co\./ })).toHaveAttribute('href', team.members);
  await expect(switcher.getByRole('link', { name: /Northlight Bikes/ })).toHaveAttribute('href', bikes.path);
});
