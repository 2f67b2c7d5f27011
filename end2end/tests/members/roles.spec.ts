import { type Locator, type Page } from '@playwright/test';
import { enter, register } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { row } from '../../support/members-list';
import { JONAS, MINA, PRIYA, button, heading, link, open } from '../../support/pages';
import { Team } from '../../support/team';

const TOM = { ...MINA, name: 'Tom Vega', email: 'tom@harbourfinch.example' };

async function openMenu(page: Page, name: string): Promise<Locator> {
  await button(page, `Actions for ${name}`).click();
  const menu = page.getByRole('group', { name: `Actions for ${name}` });
  await expect(menu).toBeVisible();
  return menu;
}

test('TR-6: a role is changed in the menu of the row', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  await enter(page, server, JONAS);
  await open(page, team.members);
  const menu = await openMenu(page, MINA.name);
  const roles = menu.getByRole('group', { name: `Role of ${MINA.name}` }).getByRole('button');
  await expect(roles).toHaveText(['Owner', 'Admin', 'Billing admin', 'User admin', 'Member']);
  await expect(button(menu, 'Member'), 'the focus begins on what they are').toBeFocused();
  await expect(button(menu, 'Member')).toHaveAttribute('aria-pressed', 'true');
  await button(menu, 'Admin').click();
  await expect(menu).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: 'Mina Okafor is now an admin.' })).toBeAttached();
  const hers = row(page, MINA.name);
  await expect(hers.getByRole('cell').nth(1)).toHaveText('Admin');
  await expect(hers.getByRole('rowheader')).toContainText('Role changed to Admin, was Member');
  expect(await team.roleOf(MINA.email)).toBe('admin');
  await button(hers, 'Undo').click();
  await expect(hers.getByRole('cell').nth(1)).toHaveText('Member');
  await expect(hers.getByRole('rowheader')).toContainText(MINA.email);
  await expect(button(page, `Actions for ${MINA.name}`), 'what was pressed is gone with what it took back').toBeFocused();
  expect(await team.roleOf(MINA.email)).toBe('member');
});

test('TR-5: one menu stands for all rows: it goes from one to another by one click, and with its row', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA, 'admin');
  await team.join(PRIYA);
  await team.join(TOM);
  await enter(page, server, JONAS);
  await open(page, team.members);
  const menuOf = (name: string): Locator => page.getByRole('group', { name: `Actions for ${name}` });
  const [mina, priya] = [menuOf(MINA.name), menuOf(PRIYA.name)];
  await button(page, `Actions for ${PRIYA.name}`).click();
  await expect(button(priya, 'Member')).toHaveAttribute('aria-pressed', 'true');
  await button(page, `Actions for ${MINA.name}`).click();
  await expect(button(mina, 'Admin')).toBeFocused();
  await expect(button(mina, 'Admin')).toHaveAttribute('aria-pressed', 'true');
  await expect(priya).toHaveCount(0);
  await expect(page.locator('tbody [popovertarget]'), 'the others are not expanded').toHaveCount(1);
  const [menu, opener] = [await mina.boundingBox(), await button(page, `Actions for ${MINA.name}`).boundingBox()];
  expect(menu && opener && Math.min(Math.abs(menu.y - opener.y - opener.height), Math.abs(menu.y + menu.height - opener.y))).toBeLessThan(8);
  await button(page, `Actions for ${MINA.name}`).click();
  await expect(mina).toBeHidden();
  await button(page, `Actions for ${MINA.name}`).click();
  await expect(mina).toBeVisible();
  await team.remove(MINA.email);
  await expect(row(page, MINA.name)).toHaveCount(0);
  await expect(mina).toBeHidden();
  await expect(button(page, `Actions for ${PRIYA.name}`), 'beside whom it was').toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Mina Okafor is not on this list any more.' })).toBeAttached();
  await button(await openMenu(page, PRIYA.name), 'Admin').click();
  await expect(row(page, PRIYA.name)).toContainText('Role changed to Admin, was Member');

  // The menu that was opened first goes with its row.
  await page.reload();
  await openMenu(page, PRIYA.name);
  await team.remove(PRIYA.email);
  await expect(row(page, PRIYA.name)).toHaveCount(0);
  await button(await openMenu(page, TOM.name), 'Admin').click();
  await expect(row(page, TOM.name)).toContainText('Role changed to Admin, was Member');
});

test('TR-6: who leaves the list by their other role is told of where one is, with the way back', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  await team.joinMany(30);
  await enter(page, server, JONAS);
  await open(page, `${team.members}?role=member&sort=-name`);
  await row(page, MINA.name).scrollIntoViewIfNeeded();
  await button(await openMenu(page, MINA.name), 'Admin').click();
  await expect(row(page, MINA.name)).toHaveCount(0);
  await expect(page.locator('.action-bar').getByText('Mina Okafor is now an admin.')).toBeInViewport();
  await expect(button(page, 'Undo')).toBeFocused();
  await button(page, 'Undo').click();
  await expect(row(page, MINA.name)).toBeVisible();
  expect(await team.roleOf(MINA.email)).toBe('member');
});

test('TR-5: the menu of a row, by keyboard: the role first, what takes access away last; an answer stands in the row', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  await enter(page, server, JONAS);
  await open(page, team.members);
  await button(page, `Actions for ${MINA.name}`).focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('group', { name: `Actions for ${MINA.name}` });
  await expect(button(menu, 'Member')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(link(menu, 'Edit member…')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(link(menu, 'Add to project…')).toBeFocused();
  await page.keyboard.press('End');
  await expect(link(menu, 'Revoke access')).toBeFocused();
  await expect(link(menu, 'Revoke access')).toHaveText('Revoke access…');
  await page.keyboard.press('s');
  await expect(button(menu, 'Send password reset')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(menu).toBeHidden();
  await expect(row(page, MINA.name).getByRole('rowheader')).toContainText('Password reset sent');
  await expect(page.getByRole('status').filter({ hasText: /is on its way to .*Mina Okafor/ })).toBeAttached();
  await server.mailAbout(MINA.email, /password/i);

  // The next act takes its place.
  await button(await openMenu(page, MINA.name), 'Admin').click();
  await expect(row(page, MINA.name).getByRole('rowheader')).toContainText('Role changed to Admin, was Member');
  const changed = await openMenu(page, MINA.name);
  await expect(link(changed, 'Add to project…'), 'who reaches every project needs not be added').toBeHidden();
  await link(changed, 'Edit member…').click();
  await expect(page.getByRole('dialog', { name: /^Edit .*Mina Okafor/ })).toBeVisible();
});

test('TR-5, TR-6: what was granted comes back with the role, when that is undone', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  await team.call('change-grants', { member: await team.id(MINA.email), grants: 'manage-billing,read-audit-log' });
  await enter(page, server, JONAS);
  await open(page, team.members);
  const hers = row(page, MINA.name);
  await expect(hers.getByRole('cell').nth(2)).toHaveText('2 of 5');
  await button(await openMenu(page, MINA.name), 'Admin').click();
  await expect(hers.getByRole('cell').nth(2)).toHaveText('All');
  await button(hers, 'Undo').click();
  await expect(hers.getByRole('cell').nth(1)).toHaveText('Member');
  await expect(hers.getByRole('cell').nth(2)).toHaveText('2 of 5');
});

test('TR-1, IN-6: an admin changes everybody but owners, and makes none', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA);
  await team.join(MINA, 'admin', page);
  await open(page, team.members);
  await expect(row(page, JONAS.email).getByRole('button')).toHaveCount(0);
  const roles = (await openMenu(page, PRIYA.name)).getByRole('group', { name: `Role of ${PRIYA.name}` });
  await expect(roles.getByRole('button')).toHaveText(['Admin', 'Billing admin', 'User admin', 'Member']);
  for (const [email, role] of [
    [PRIYA.email, 'owner'],
    [JONAS.email, 'member'],
  ] as const) {
    const answer = await page.request.post('/api/members/change-role', {
      form: { organization: team.slug, member: await team.id(email), role },
      headers: { Origin: server.url },
    });
    expect(answer.status(), `${email} ${role}`).toBe(403);
  }
});

test('TR-1, IN-6: a user admin keeps a billing admin as they are, and may make them a member', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA, 'billing-admin');
  await team.join(MINA, 'user-admin', page);
  await open(page, team.members);
  const menu = await openMenu(page, PRIYA.name);
  const roles = menu.getByRole('group', { name: `Role of ${PRIYA.name}` }).getByRole('button');
  await expect(roles).toHaveText(['Billing admin', 'User admin', 'Member']);
  await expect(button(menu, 'Billing admin')).toHaveAttribute('aria-pressed', 'true');
  await button(menu, 'Member').click();
  await expect(row(page, PRIYA.name).getByRole('cell').nth(1)).toHaveText('Member');
});

test('TR-1, TR-6: who makes an owner by the menu of a row looks at it first', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  await enter(page, server, JONAS);
  await open(page, team.members);
  const menu = await openMenu(page, MINA.name);
  await button(menu, 'Owner').click();
  await expect(page.getByRole('heading', { level: 1, name: /^Make .*Mina Okafor.* an owner\?$/ })).toBeFocused();
  await link(page, 'Cancel').click();
  await expect(row(page, MINA.name).getByRole('cell').nth(1)).toHaveText('Member');
});

test('TR-1: a second owner is made, and the first can be taken down then; one stays', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(409);
  const team = await Team.start(server);
  await team.join(MINA, 'member', page);
  await team.giveRole(MINA.email, 'owner');
  await server.mailAbout(MINA.email, 'You are an owner of Quill & Co. on Parlor');
  await open(page, team.members);
  const menu = await openMenu(page, JONAS.name);
  await button(menu, 'Member').click();
  await expect(row(page, JONAS.name).getByRole('cell').nth(1)).toHaveText('Member');
  const answer = await page.request.post('/api/members/change-role', {
    form: { organization: team.slug, member: await idOf(page, server.url, team, MINA.email), role: 'admin' },
    headers: { Origin: server.url },
  });
  expect(answer.status()).toBe(409);
  expect(await answer.json()).toMatchObject({ error: 'last-owner' });
});

async function idOf(page: Page, origin: string, team: Team, email: string): Promise<string> {
  const answer = await page.request.post('/api/members/list', { form: { organization: team.slug }, headers: { Origin: origin } });
  const { members } = (await answer.json()) as { members: { id: string; email: string }[] };
  return members.find((row) => row.email === email)?.id ?? '';
}

test('TR-8: a plain member has no way in, and by the address hears what is missing and who can grant it', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(403);
  const team = await Team.start(server);
  await team.join(PRIYA, 'admin');
  await team.join(MINA, 'member', page);
  await open(page, team.path);
  await expect(link(page.getByRole('navigation'), 'Settings')).toHaveCount(0);
  await expect(link(page, 'Members')).toHaveCount(0);
  await expect(link(page, 'Invite people')).toHaveCount(0);
  for (const path of [team.members, `${team.members}/new`, `${team.members}/revoke?people=x`]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(403);
    await expect(page.getByRole('alert'), path).toContainText(/^You need (Read|Manage) members for that\. .*Jonas Lindqvist.* can grant it(, with Manage members)?\.$/);
    await expect(page.getByRole('alert')).toContainText('Priya Raman');
    await expect(page.getByText(JONAS.email)).toHaveCount(0);
    // The way on is where it always is.
    await expect(link(page.getByRole('navigation'), 'Home')).toBeVisible();
  }
});

test('TR-8: a billing admin who asks for the panel hears what is missing', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(403);
  const team = await Team.start(server);
  await team.join(MINA, 'billing-admin', page);
  await open(page, `${team.members}/new`);
  await expect(page.getByRole('alert')).toContainText('You need Manage members for that.');
  await expect(page.getByRole('alert')).toContainText('can grant it.');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(row(page, JONAS.email)).toBeVisible();
});

test('OR-6: nobody from outside learns that there is a list', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(404);
  const team = await Team.start(server);
  await register(page, server, MINA, ['Harbour & Finch']);
  for (const path of [team.members, '/o/nobodys-place/members']) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(heading(page, 'Nothing here')).toBeVisible();
  }
});

test('TR-8, IN-6: demoted meanwhile: the change is refused with a reason, in its place', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(403);
  browserErrors.allowOffline();
  const team = await Team.start(server);
  await team.join(PRIYA);
  await team.join(MINA, 'admin', page);
  await open(page, team.members);
  const menu = await openMenu(page, PRIYA.name);
  await page.route('**/api/organizations/mine', (route) => route.abort('connectionrefused'));
  await page.route('**/api/members/list', (route) => route.abort('connectionrefused'));
  await team.giveRole(MINA.email, 'member');
  await button(menu, 'Admin').click();
  await expect(page.getByRole('alert')).toHaveText('You need Manage members for that. Jonas Lindqvist can grant it.');
  expect(await team.roleOf(PRIYA.email)).toBe('member');
});

test('OR-4, TR-6: a role that somebody else changes is seen in the open list and its menu', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  await enter(page, server, JONAS);
  await open(page, team.members);
  await team.giveRole(MINA.email, 'user-admin');
  await expect(row(page, MINA.email).getByRole('cell').nth(1)).toHaveText('User admin', { timeout: 5_000 });
  await expect(button(await openMenu(page, MINA.name), 'User admin')).toHaveAttribute('aria-pressed', 'true');
});
