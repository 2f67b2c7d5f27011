import { type Locator, type Page } from '@playwright/test';
import { enter, register, tokenOf, unseen, call } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { row } from '../../support/members-list';
import { JONAS, MINA, PRIYA, button, countDocuments, heading, link, open, homeHeading, membersFromHome } from '../../support/pages';
import { Team } from '../../support/team';

const DAYS = 24;

/** The two lists, each with its number. */
function views(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Lists' });
}

/** Jonas looks at the list of his organization. */
async function openList(page: Page, team: Team, path = team.members): Promise<void> {
  await enter(page, team.server, JONAS);
  await open(page, path);
  await expect(heading(page, 'Members')).toBeVisible();
}

test('TR-3: everybody with name, email, role, when they joined, when they were here last, and state', async ({ page, server }) => {
  const team = await Team.start(server);
  const priya = await team.join(PRIYA, 'admin');
  await call(priya, server, 'organizations/home', { organization: team.slug });
  await server.later({ hours: 2 });
  // Times are told by the clock of whoever reads them.
  await page.clock.setFixedTime(Date.now() + 2 * 3_600_000);
  await openList(page, team);
  await expect(page).toHaveTitle('Members · Quill & Co.');
  await expect(views(page)).toHaveText(/Members 2.*Invited 0/);
  const heads = page.getByRole('columnheader');
  await expect(heads).toHaveText(['Name', 'Role', 'Permissions', 'Projects', 'Joined', 'Last active', 'State', 'Actions']);
  const hers = row(page, PRIYA.email);
  await expect(hers.getByRole('rowheader')).toContainText(PRIYA.name);
  await expect(hers.getByRole('cell').nth(1)).toHaveText('Admin');
  await expect(hers.getByRole('cell').nth(2)).toHaveText('All');
  await expect(hers.getByRole('cell').nth(3)).toHaveText('Every project');
  await expect(hers.getByRole('cell').nth(4)).not.toBeEmpty();
  await expect(hers.getByRole('cell').nth(5)).toHaveText('2 h ago');
  await expect(hers.getByRole('cell').nth(6)).toHaveText('Active', { useInnerText: true });
  const his = row(page, JONAS.email);
  await expect(his).toContainText('Jonas Lindqvist (you)');
  await expect(his.getByRole('cell').nth(1)).toHaveText('Owner');
  await expect(his.getByRole('button'), 'nothing to do about oneself').toHaveCount(0);
});

test('TR-3, IN-7: the invited stand in a list of their own, with their state and what of their time is left', async ({ page, server }) => {
  const team = await Team.start(server);
  const declined = await team.invite('declined@northlight.example');
  await call(await unseen(server), server, 'invitations/decline', { token: tokenOf(declined) });
  await team.invite('expired@northlight.example');
  await team.invite('asking@northlight.example', 'admin');
  await team.cancel((await team.rows()).invitations.find(({ email }) => email.startsWith('asking'))?.email ?? '');
  await server.later({ hours: 6 * DAYS });
  await team.invite('sent@northlight.example', 'user-admin');
  await team.draft('draft@northlight.example', 'billing-admin');
  // A minute is left for a slow machine.
  await server.later({ hours: 12, seconds: -60 });
  await openList(page, team, team.invited);
  await expect(page.getByRole('columnheader')).toHaveText(['Address', 'Delivery', 'Good until', 'Next step', 'Actions']);
  for (const [email, gives, delivery, until] of [
    ['draft@northlight.example', 'Billing admin, no project yet', /^Draft, not sent\s*.+, by Jonas$/, /^$/],
    ['sent@northlight.example', 'User admin, no project yet', /^Handed over\s*.+$/, /^In 6 days/],
    ['expired@northlight.example', 'Member, no project yet', /^Handed over\s*.+$/, /^In 12 hours/],
    ['declined@northlight.example', 'Member, no project yet', /^Declined\s*.+$/, /^$/],
  ] as const) {
    await expect(row(page, email).getByRole('rowheader')).toContainText(email);
    await expect(row(page, email).getByRole('rowheader')).toContainText(gives);
    await expect(row(page, email).getByRole('cell').nth(1)).toHaveText(delivery);
    await expect(row(page, email).getByRole('cell').nth(2)).toHaveText(until);
  }
  await expect(row(page, 'asking@northlight.example'), 'a cancelled one is gone').toHaveCount(0);
  await expect(row(page, 'declined@northlight.example').getByRole('button', { name: /^Actions/ }), 'a declined one is over').toHaveCount(0);

  await server.later({ hours: 12, seconds: 60 });
  await openList(page, team, team.invited);
  await expect(row(page, 'expired@northlight.example').getByRole('cell').nth(1)).toHaveText(/^Expired\s*Sent .+, by Jonas$/);
  await expect(row(page, 'expired@northlight.example').getByRole('cell').nth(2)).toHaveText(/^Expired/);
});

test('TR-3: found by name or address while typing, for a reload and for Back too', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA, 'admin');
  await team.join({ ...MINA, name: 'Mina Okafor' });
  await team.invite('zoe@northlight.example');
  await openList(page, team);
  const documents = await countDocuments(page);
  const rows = page.getByRole('row').filter({ hasNotText: 'Last active' });
  await expect(rows).toHaveCount(3);
  const search = page.getByRole('searchbox', { name: 'Search members' });

  // Nothing is pressed: it is found while it is typed, in one step of the history.
  await search.pressSequentially('OKAF');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(MINA.email);
  await expect(rows.locator('mark'), 'where it was found').toHaveText('Okaf');
  await expect(page).toHaveURL(`${team.members}?find=OKAF`);
  await expect(search).toBeFocused();
  const said = page.getByRole('status');
  await expect(said.filter({ hasText: /^1 person found$/ })).toHaveCount(1);
  await expect(page.getByRole('search')).toContainText('1 of 3');
  await expect(views(page), 'searching never changes the number').toContainText('Members 3');
  await page.keyboard.press('Enter');
  await search.fill('northlight');
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(1);
  await expect(row(page, PRIYA.email)).toBeVisible();
  await expect(page.getByText('“northlight” also matches one invitation.')).toBeVisible();

  await search.fill('100% <b>nobody</b>_');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No member’s name or email contains “100% <b>nobody</b>_”.')).toBeVisible();
  await expect(said.filter({ hasText: /^Nobody found$/ })).toHaveCount(1);
  await expect(link(page, 'Clear')).toHaveAttribute('href', team.members);
  await page.goBack();
  await expect(rows).toHaveCount(1);
  await expect(search).toHaveValue('northlight');
  await documents.expectNone();
  await page.reload();
  await expect(rows).toHaveCount(1);
  await expect(search).toHaveValue('northlight');
  await link(page, 'Show it').click();
  await expect(row(page, 'zoe@northlight.example').locator('mark')).toHaveText('northlight');
  await expect(page).toHaveURL(`${team.invited}&find=northlight`);
  await link(page, 'Clear all').click();
  await expect(page).toHaveURL(team.invited);
  await link(views(page), 'Members 3').click();
  await expect(rows).toHaveCount(3);
  await expect(search).toHaveValue('');
  await expect(page).toHaveURL(team.members);
});

test('TR-3: filtered and sorted by the keyboard; a filter that is set has its own way out', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA, 'admin');
  await team.join(MINA);
  await openList(page, team);
  const names = page.getByRole('row').filter({ hasNotText: 'Last active' }).getByRole('rowheader');
  await expect(names).toContainText([JONAS.name, MINA.name, PRIYA.name]);
  const role = page.getByRole('combobox', { name: 'Role', exact: true });
  await role.focus();
  await page.keyboard.press('M');
  await expect(names).toContainText([MINA.name]);
  await expect(page).toHaveURL(`${team.members}?role=member`);
  await expect(role, 'the focus stays').toBeFocused();
  await expect(page.getByRole('search')).toContainText('1 of 3');
  await page.keyboard.press('Tab');
  await expect(link(page, 'Any role')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(names).toHaveCount(3);
  await expect(role).toHaveValue('');
  await page.getByRole('combobox', { name: 'State' }).selectOption('No project');
  await expect(names).toContainText([MINA.name]);
  await page.goBack();
  await expect(names).toHaveCount(3);
  await expect(page.getByRole('combobox', { name: 'State' })).toHaveValue('');

  const head = page.getByRole('columnheader', { name: 'Role' });
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
  await link(head, 'Role').focus();
  await page.keyboard.press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await expect(names).toContainText([JONAS.name, PRIYA.name, MINA.name]);
  await page.keyboard.press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await expect(names).toContainText([MINA.name, PRIYA.name, JONAS.name]);
  await expect(page).toHaveURL(`${team.members}?sort=-role`);
});

test('TR-10: the list as a file, as it is filtered', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA, 'admin');
  await openList(page, team, `${team.members}?role=admin`);
  const [download] = await Promise.all([page.waitForEvent('download'), link(page, 'CSV').click()]);
  expect(download.suggestedFilename()).toBe(`${team.slug}-members.csv`);
  const answer = await page.request.get(download.url());
  const lines = (await answer.text()).split('\n').map((line) => line.split(',')[0]);
  expect(lines).toEqual(['\uFEFF"Name"', `"${PRIYA.name}"`, '']);
});

test('TR-5, TR-7: a row’s menu opens on the role, and Esc ticks nobody again', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA, 'admin');
  await openList(page, team);
  const box = row(page, PRIYA.email).getByRole('checkbox');
  await box.check();
  await button(page, `Actions for ${PRIYA.name}`).click();
  const menu = page.getByRole('group', { name: `Actions for ${PRIYA.name}` });
  await expect(button(menu, 'Admin')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(box, 'the first Esc is the menu’s').toBeChecked();
  await page.keyboard.press('Escape');
  await expect(box).not.toBeChecked();
  await expect(page.getByRole('region', { name: 'Selection' })).toBeHidden();
});

test('TR-3, TR-7: page by page by links, and whoever is ticked stays ticked across pages, searches and Back', async ({ page, server }) => {
  test.setTimeout(120_000);
  const team = await Team.start(server);
  await team.joinMany(52);
  await openList(page, team);
  const documents = await countDocuments(page);
  const pages = page.getByRole('navigation', { name: 'Pages' });
  const bar = page.getByRole('region', { name: 'Selection' });
  const box = (name: string): Locator => page.getByRole('checkbox', { name, exact: true });
  await expect(views(page)).toContainText('Members 53');
  await expect(pages).toContainText('1 to 50 of 53');
  await expect(link(pages, 'Previous')).toHaveCount(0);
  await expect(page.getByRole('row')).toHaveCount(1 + 50);
  await box('Member 01').check();
  await box('Member 04').click({ modifiers: ['Shift'] });
  await expect(bar).toContainText('4 selected');
  await expect(box('Member 03')).toBeChecked();

  await link(pages, 'Next').click();
  await expect(page).toHaveURL(/members\?after=/);
  await expect(pages).toContainText('51 to 53 of 53');
  await expect(page.getByRole('row')).toHaveCount(1 + 3);
  await expect(row(page, 'Member 50'), 'the first of the page that was turned to').toBeFocused();
  await expect(pages.getByRole('status')).toHaveText('51 to 53 of 53');
  await expect(link(pages, 'Next')).toHaveCount(0);
  await expect(bar).toContainText('4 selected, 0 on this page');
  await box('Member 52').check();
  await expect(bar).toContainText('5 selected, 1 on this page');
  await link(pages, 'Previous').click();
  await expect(row(page, 'Member 01')).toBeVisible();
  await expect(box('Member 03')).toBeChecked();
  await page.goBack();
  await expect(box('Member 52')).toBeChecked();
  await documents.expectNone();
  await page.reload();
  await expect(bar).toContainText('5 selected, 1 on this page');

  // The bar is next in the order before the table, and Esc clears.
  await page.getByRole('searchbox', { name: 'Search members' }).fill('Member 5');
  await expect(page.getByRole('row')).toHaveCount(1 + 3);
  await box('Select all on this page').check();
  await expect(bar).toContainText('7 selected, 3 on this page');
  await button(bar, 'Revoke access').focus();
  await page.keyboard.press('Tab');
  await expect(box('Select all on this page')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(bar).toBeHidden();

  // All that a filter finds, on all pages.
  await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption('Member');
  await page.getByRole('searchbox', { name: 'Search members' }).fill('');
  await expect(pages).toContainText('1 to 50 of 52');
  await box('Select all on this page').check();
  await button(bar, 'Select all 52').click();
  await expect(bar).toContainText('52 selected, 50 on this page');
  await expect(button(bar, 'Select all 52'), 'done, it is not offered again').toHaveCount(0);
  await expect(button(bar, 'Clear')).toBeFocused();
  await box('Member 03').uncheck();
  await box('Member 03').check();
  await expect(button(bar, 'Select all 52'), 'somebody was left out since').toBeVisible();
  await button(bar, 'Clear').click();
  await expect(bar).toBeHidden();

  // What is no place is the first page.
  await open(page, `${team.members}?after=9223372036854775808&page=900`);
  await expect(pages).toContainText('1 to 50 of 53');
});

test('TR-1, TR-3: a billing admin reads who is in, and can do nothing about it', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.invite('zoe@northlight.example');
  await team.join(MINA, 'billing-admin', page);
  await open(page, team.members);
  await expect(row(page, JONAS.email)).toBeVisible();
  await expect(row(page, 'zoe@northlight.example')).toHaveCount(0);
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('button', { name: /^Actions for/ })).toHaveCount(0);
  await expect(link(page, 'New member')).toHaveCount(0);
  await expect(link(page, 'Invite people')).toHaveCount(0);
});

test('TR-3: alone: what to do next', async ({ page, server }) => {
  const team = await Team.start(server);
  await openList(page, team);
  await expect(page.getByRole('heading', { name: 'You’re alone in here so far' })).toBeVisible();
  await link(page.getByRole('main'), 'Invite people').click();
  await expect(page.getByRole('dialog', { name: 'New member' })).toBeVisible();
});

test('OR-4, TR-3: who joins, and what becomes of invitations, is seen in the open list', async ({ page, server }) => {
  const team = await Team.start(server);
  await openList(page, team);
  const mailed = await team.invite(MINA.email);
  await expect(views(page)).toContainText('Invited 1', { timeout: 5_000 });
  const mina = await unseen(server);
  await call(mina, server, 'invitations/accept', { token: tokenOf(mailed), name: MINA.name, password: MINA.password });
  await expect(row(page, MINA.name)).toContainText('No project', { timeout: 5_000 });
  await expect(views(page)).toHaveText(/Members 2.*Invited 0/);
  await open(page, team.invited);
  const other = await team.invite(PRIYA.email);
  await expect(row(page, PRIYA.email)).toContainText(/Being sent|Handed over/, { timeout: 5_000 });
  await call(await unseen(server), server, 'invitations/decline', { token: tokenOf(other) });
  await expect(row(page, PRIYA.email)).toContainText('Declined', { timeout: 5_000 });
});

test('TR-3, OR-4: what changes while a menu is open and boxes are ticked leaves both', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  await team.join(PRIYA);
  await openList(page, team);
  await page.getByRole('checkbox', { name: MINA.name }).check();
  await button(page, `Actions for ${PRIYA.name}`).click();
  const menu = page.getByRole('group', { name: `Actions for ${PRIYA.name}` });
  await expect(menu).toBeVisible();
  await team.join({ ...MINA, name: 'Zoe', email: 'zoe@northlight.example' });
  await expect(row(page, 'zoe@northlight.example')).toBeVisible({ timeout: 5_000 });
  await expect(menu).toBeVisible();
  await expect(page.getByRole('checkbox', { name: MINA.name })).toBeChecked();
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('1 selected');
  // A row that leaves takes its tick along.
  await team.remove(MINA.email);
  await expect(row(page, MINA.email)).toHaveCount(0, { timeout: 5_000 });
  await expect(page.getByRole('region', { name: 'Selection' })).toBeHidden();
});

test('TR-3: a list that does not come says so, and is tried again', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(503);
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await open(page, team.path);
  await page.route('**/api/members/list', (route) => route.fulfill({ status: 503, json: { error: 'unavailable' } }), { times: 1 });
  await membersFromHome(page).click();
  await expect(page.getByText('The server can’t use its database right now.'), 'FIELD-27').toBeVisible();
  await button(page, 'Try now').click();
  await expect(row(page, JONAS.email)).toBeVisible();
  await expect(page.getByText('didn’t come through')).toHaveCount(0);
});

test('OR-2: switching keeps the Members section where my role may see it', async ({ page, server }) => {
  const team = await Team.start(server);
  const bikes = await Team.start(server, 'Northlight Bikes', PRIYA);
  await register(page, server, MINA, ['Harbour & Finch']);
  await team.join(MINA, 'billing-admin', page);
  await bikes.join(MINA, 'member', page);
  await open(page, '/o/harbour-finch/members');
  const documents = await countDocuments(page);
  const switchTo = async (name: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find an organization' }).fill(name);
    await page.keyboard.press('Enter');
  };
  await switchTo('Quill');
  await expect(page).toHaveURL(team.members);
  await expect(heading(page, 'Members')).toBeFocused();
  await expect(row(page, JONAS.email)).toBeVisible();
  await expect(page).toHaveTitle('Members · Quill & Co.');
  await expect(page.getByRole('status').filter({ hasText: 'Now in Quill & Co.' })).toBeAttached();
  await switchTo('Northlight');
  await expect(page).toHaveURL(bikes.path);
  await expect(homeHeading(page, 'Northlight Bikes')).toBeFocused();
  await page.goBack();
  await expect(row(page, JONAS.email)).toBeVisible();
  await switchTo('Harbour');
  await expect(page).toHaveURL('/o/harbour-finch/members');
  await expect(row(page, JONAS.email)).toHaveCount(0);
  await documents.expectNone();
});

test('OR-3: a slow list of the old organization never shows under the new name', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(page, server, MINA, ['Harbour & Finch']);
  await team.join(MINA, 'admin', page);
  await open(page, '/o/harbour-finch/members');
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route('**/api/members/list', async (route) => {
    if (route.request().postData()?.includes('quill-co')) await held;
    await route.fallback();
  });
  const asked = page.waitForRequest('**/api/members/list');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an organization' }).fill('Quill');
  await page.keyboard.press('Enter');
  await asked;
  await expect(page).toHaveTitle('Members · Quill & Co.');
  await expect(page.getByRole('row')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an organization' }).fill('Harbour');
  await page.keyboard.press('Enter');
  await expect(row(page, MINA.email)).toContainText('Owner');
  letGo();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(row(page, JONAS.email)).toHaveCount(0);
  await expect(row(page, MINA.email)).toContainText('Owner');
});
