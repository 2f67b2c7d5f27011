import { type Locator, type Page } from '@playwright/test';
import { enter, register, tokenOf, unseen, call } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, PRIYA, button, countDocuments, heading, link, open } from '../../support/pages';
import { Team } from '../../support/team';

const DAYS = 24;

function row(page: Page, text: string): Locator {
  return page.getByRole('row').filter({ hasText: text });
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
  await expect(page.getByText('2 members')).toBeAttached();
  const heads = page.getByRole('columnheader');
  await expect(heads).toHaveText(['Name', 'Role', 'Joined', 'Last active', 'State', 'Actions']);
  const hers = row(page, PRIYA.email);
  await expect(hers.getByRole('rowheader')).toContainText(PRIYA.name);
  await expect(hers.getByRole('cell').nth(1)).toHaveText('Admin');
  await expect(hers.getByRole('cell').nth(2)).not.toBeEmpty();
  await expect(hers.getByRole('cell').nth(3)).toHaveText('2 h ago');
  await expect(hers.getByRole('cell').nth(4)).toHaveText('Active', { useInnerText: true });
  const his = row(page, JONAS.email);
  await expect(his).toContainText('Jonas Lindqvist (you)');
  await expect(his.getByRole('cell').nth(1)).toHaveText('Owner');
  await expect(his.getByRole('button'), 'nothing to do about oneself').toHaveCount(0);
});

test('TR-3, IN-7: the invited stand above, with their state and what of their time is left', async ({ page, server }) => {
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
  await openList(page, team);
  for (const [email, role, line, state] of [
    ['draft@northlight.example', 'Billing admin', 'From Jonas · not sent yet', 'Draft'],
    ['sent@northlight.example', 'User admin', /From Jonas · 6 days left · handed to the mail server .+$/, 'Invited'],
    ['expired@northlight.example', 'Member', /From Jonas · 12 hours left · handed to the mail server .+$/, 'Invited'],
    ['declined@northlight.example', 'Member', 'From Jonas', 'Declined'],
  ] as const) {
    await expect(row(page, email).getByRole('rowheader')).toContainText(email);
    await expect(row(page, email).getByRole('rowheader')).toContainText(line);
    await expect(row(page, email).getByRole('cell').nth(1)).toHaveText(role);
    await expect(row(page, email).getByRole('cell').nth(4)).toHaveText(state);
  }
  await expect(row(page, 'asking@northlight.example'), 'a cancelled one is gone').toHaveCount(0);
  await expect(row(page, 'declined@northlight.example').getByRole('button'), 'a declined one is over').toHaveCount(0);

  await server.later({ hours: 12, seconds: 60 });
  await openList(page, team);
  await expect(row(page, 'expired@northlight.example')).toContainText('From Jonas · expired');
  await expect(row(page, 'expired@northlight.example').getByRole('cell').nth(4)).toHaveText('Expired');
});

test('TR-3: found by name or address, for a reload and for Back too', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA, 'admin');
  await team.join({ ...MINA, name: 'Mina Okafor' });
  await team.invite('zoe@northlight.example');
  await openList(page, team);
  const documents = await countDocuments(page);
  const rows = page.getByRole('row').filter({ hasNotText: 'Last active' });
  await expect(rows).toHaveCount(4);
  const search = page.getByRole('searchbox', { name: 'Search members' });

  await search.fill('OKAF');
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(MINA.email);
  await expect(page).toHaveURL(`${team.members}?find=OKAF`);
  const said = page.getByRole('status');
  await expect(said.filter({ hasText: /^1 person found$/ })).toHaveCount(1);
  await expect(page.getByText('1 of 4 people found')).toBeAttached();
  await search.fill('northlight');
  await button(page, 'Search').click();
  await expect(rows).toHaveCount(2);
  await expect(row(page, PRIYA.email)).toBeVisible();
  await expect(row(page, 'zoe@northlight.example'), 'the invited too').toBeVisible();
  await expect(said.filter({ hasText: /^2 people found$/ })).toHaveCount(1);
  await expect(page.getByText('2 of 4 people found'), 'the invited too').toBeAttached();

  await search.fill('100% <b>nobody</b>_');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No member’s name or email contains “100% <b>nobody</b>_”.')).toBeVisible();
  await expect(said.filter({ hasText: /^Nobody found$/ })).toHaveCount(1);
  await page.goBack();
  await expect(rows).toHaveCount(2);
  await expect(search).toHaveValue('northlight');
  await documents.expectNone();
  await page.reload();
  await expect(rows).toHaveCount(2);
  await expect(search).toHaveValue('northlight');
  await link(page, 'Clear search').click();
  await expect(rows).toHaveCount(4);
  await expect(search).toHaveValue('');
  await expect(page).toHaveURL(team.members);
});

test('TR-5, TR-7: a row’s menu opens on the role, and Esc ticks nobody again', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA, 'admin');
  await openList(page, team);
  const box = row(page, PRIYA.email).getByRole('checkbox');
  await box.check();
  await button(page, `Actions for ${PRIYA.name}`).click();
  await expect(page.getByRole('combobox', { name: `Role of ${PRIYA.name}` })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('combobox')).toHaveCount(0);
  await expect(box, 'the first Esc is the menu’s').toBeChecked();
  await page.keyboard.press('Escape');
  await expect(box).not.toBeChecked();
  await expect(page.getByRole('region', { name: 'Selection' })).toBeHidden();
});

test('TR-3: many are shown page by page, and the pages are links', async ({ page, server }) => {
  test.setTimeout(120_000);
  const team = await Team.start(server);
  await team.joinMany(52);
  await team.invite('zoe@northlight.example');
  await openList(page, team);
  const documents = await countDocuments(page);
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await expect(page.getByText('53 members')).toBeAttached();
  await expect(pages).toContainText('1 to 50 of 53');
  await expect(link(pages, 'Previous')).toHaveCount(0);
  await expect(row(page, 'zoe@northlight.example')).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(1 + 1 + 50);

  await link(pages, 'Next').click();
  await expect(page).toHaveURL(`${team.members}?page=2`);
  await expect(pages).toContainText('51 to 53 of 53');
  await expect(page.getByRole('row')).toHaveCount(1 + 3);
  await expect(row(page, 'Member 52')).toBeVisible();
  await expect(link(pages, 'Next')).toHaveCount(0);
  await link(pages, 'Previous').click();
  await expect(row(page, 'Member 01')).toBeVisible();
  await documents.expectNone();

  // What is not there is the nearest one.
  await open(page, `${team.members}?page=900`);
  await expect(pages).toContainText('51 to 53 of 53');
  await open(page, `${team.members}?find=member-5&page=1`);
  await expect(page.getByRole('row')).toHaveCount(1 + 3);
  await expect(pages).toHaveCount(0);
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
  await expect(row(page, MINA.email)).toContainText('Invited', { timeout: 5_000 });
  const mina = await unseen(server);
  await call(mina, server, 'invitations/accept', { token: tokenOf(mailed), name: MINA.name, password: MINA.password });
  await expect(row(page, MINA.name)).toContainText('Active', { timeout: 5_000 });
  await expect(page.getByText('2 members')).toBeAttached();
  const other = await team.invite(PRIYA.email);
  await expect(row(page, PRIYA.email)).toContainText('Invited', { timeout: 5_000 });
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
  await team.invite('zoe@northlight.example');
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
  await link(page.getByRole('navigation'), 'Members').click();
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
  await expect(heading(page, 'Northlight Bikes is ready')).toBeFocused();
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
