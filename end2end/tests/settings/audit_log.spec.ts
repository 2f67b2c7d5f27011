import type { Locator, Page } from '@playwright/test';
import { enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, PRIYA, countDocuments, field, heading, link, open } from '../../support/pages';
import { Team } from '../../support/team';

function log(team: Team): string {
  return `${team.path}/settings/audit-log`;
}

/** The rows with entries. */
function entries(page: Page): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('cell') });
}

function filter(page: Page, name: string): Locator {
  return page.getByRole('search').getByRole('combobox', { name, exact: true });
}

/** Jonas invited Priya, who is an admin, and Mina, who became a user admin. */
async function busyTeam(page: Page, server: Parameters<typeof Team.start>[0]): Promise<Team> {
  const team = await Team.start(server);
  await team.join(PRIYA, 'admin');
  await team.join(MINA);
  await team.giveRole(MINA.email, 'user-admin');
  await enter(page, server, JONAS);
  return team;
}

test('ST-4: an owner looks for what somebody did, and takes it away', async ({ page, server }) => {
  const team = await busyTeam(page, server);
  await open(page, team.path);
  const documents = await countDocuments(page);
  await link(page.getByRole('complementary', { name: 'At a glance' }), 'See all').click();
  await expect(heading(page, 'Audit log')).toBeVisible();
  await expect(page).toHaveURL(log(team));
  await expect(entries(page)).toHaveCount(6);
  await expect(entries(page).first()).toContainText(`${JONAS.name} changed the role of ${MINA.name}`);
  await expect(entries(page).first()).toContainText('Member became User admin');
  await expect(entries(page).first()).toContainText('127.0.0.1');
  await expect(page.getByRole('rowheader')).toHaveText([/^Today, \d/]);

  await filter(page, 'What').focus();
  await filter(page, 'What').selectOption('Invitations');
  await expect(page).toHaveURL(`${log(team)}?kind=invitations`);
  await expect(entries(page)).toHaveCount(4);
  await expect(page.getByRole('status').filter({ hasText: /^4 entries$/ })).toBeAttached();
  await expect(filter(page, 'What')).toBeFocused();
  await page.getByRole('searchbox', { name: 'Search the log' }).fill(MINA.name);
  await expect(entries(page)).toHaveCount(1);
  await expect(page).toHaveURL(`${log(team)}?find=Mina%20Okafor&kind=invitations`);
  await page.goBack();
  await expect(entries(page)).toHaveCount(4);
  await link(page.getByRole('search'), 'Clear').click();
  await expect(entries(page)).toHaveCount(6);

  // A name leads to what they did and what was done to them.
  await link(entries(page).filter({ hasText: 'joined' }).first(), MINA.name).click();
  await expect(filter(page, 'Who')).toHaveValue(/^[0-9a-f-]{36}$/);
  await expect(entries(page)).toHaveCount(2);
  await filter(page, 'When').selectOption('Today');
  await expect(entries(page)).toHaveCount(2);
  const [download] = await Promise.all([page.waitForEvent('download'), link(page, 'CSV with 2 entries').click()]);
  expect(download.suggestedFilename()).toMatch(new RegExp(`^${team.slug}-audit-log-\\d{4}-\\d\\d-\\d\\d\\.csv$`));
  await link(page.getByRole('search'), 'Clear').click();
  await expect(entries(page).first()).toContainText('exported the audit log');
  await documents.expectNone();
});

test('FIELD-1, ST-4: what is chosen and typed before the page wakes up counts', async ({ page, server }) => {
  const team = await busyTeam(page, server);
  let wake = (): void => undefined;
  const held = new Promise<void>((done) => (wake = done));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(log(team));
  await expect(entries(page)).toHaveCount(6);
  await filter(page, 'What').selectOption('Invitations');
  await page.getByRole('searchbox', { name: 'Search the log' }).fill(MINA.name);
  wake();
  await expect(page).toHaveURL(`${log(team)}?find=Mina%20Okafor&kind=invitations`);
  await expect(filter(page, 'What')).toHaveValue('invitations');
  await expect(entries(page)).toHaveCount(1);
});

test('ST-4: days are named, and what is none is told beside them with what was typed', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  const team = await busyTeam(page, server);
  await open(page, `${log(team)}?time=dates&from=1999-01-01&to=1999-12-31`);
  await expect(page.getByText('Nothing found')).toBeVisible();
  await field(page, 'To').fill('1998-12-31');
  await field(page, 'To').blur();
  await expect(field(page, 'To')).toHaveAccessibleDescription('The last day is before the first. Swap them.');
  await expect(field(page, 'From')).toHaveValue('1999-01-01');
  await filter(page, 'When').selectOption('Any time');
  await expect(entries(page)).toHaveCount(6);
  await expect(page).toHaveURL(log(team));
  await open(page, `${log(team)}?kind=everything&find=kept`);
  await expect(filter(page, 'What')).toHaveAccessibleDescription('There’s no such kind of change. Choose one.');
  await expect(page.getByRole('searchbox')).toHaveValue('kept');
});

test.describe('where clocks are put forward and back', () => {
  test.use({ timezoneId: 'Europe/Berlin' });

  test('ST-4: each end of the days goes by the clocks of its own day', async ({ page, server }) => {
    const team = await busyTeam(page, server);
    await open(page, log(team));
    await filter(page, 'When').selectOption('From – to');
    await field(page, 'From').fill('2025-07-01');
    await field(page, 'From').blur();
    await expect(page).toHaveURL(/time=dates&from=2025-07-01&zone=120/);
    await field(page, 'To').fill('2025-12-01');
    await field(page, 'To').blur();
    await expect(page).toHaveURL(/time=dates&from=2025-07-01&to=2025-12-01&zone=120\.\.60$/);
    await field(page, 'To').fill('2025-07-01');
    await field(page, 'To').blur();
    await expect(page).toHaveURL(/from=2025-07-01&to=2025-07-01&zone=120$/);
    await expect(page.getByText('Nothing found')).toBeVisible();
  });
});

test('ST-4: whoever turns a page goes on at its first entry', async ({ page, server }) => {
  const team = await busyTeam(page, server);
  for (let round = 0; round < 50; round += 1) await team.draft(`guest${round}@guests.example`);
  await open(page, log(team));
  const pages = page.getByRole('navigation', { name: 'Pages of the log' });
  await link(pages, 'Older').click();
  await expect(pages.getByRole('status')).toHaveText(/^51 to \d+ of \d+ entries$/);
  await expect(entries(page).first()).toBeFocused();
  await link(pages, 'Newer').click();
  await expect(pages.getByRole('status')).toHaveText(/^Newest 50 of \d+ entries$/);
  await expect(entries(page).first()).toBeFocused();
});

test('ST-4: what is written meanwhile is counted, and moves nothing until it is asked for', async ({ page, server }) => {
  const team = await busyTeam(page, server);
  await open(page, log(team));
  const first = entries(page).first();
  await team.draft('vera@guests.example');
  await team.draft('zoe@guests.example');
  const newer = link(page, '2 newer entries');
  await expect(newer).toBeVisible();
  await expect(first).toContainText('changed the role of');
  await newer.click();
  await expect(entries(page).first()).toContainText('zoe@guests.example');
  await expect(newer).toHaveCount(0);
});

test('ST-4, OR-4: what was counted for a list that is not shown any more is not said of the one that is', async ({ page, server }) => {
  const team = await busyTeam(page, server);
  await open(page, log(team));
  await team.draft('vera@guests.example');
  const newer = page.getByRole('link', { name: / newer entr/ });
  await expect(newer).toHaveText('1 newer entry');
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/audit-log/newer*', async (route) => {
    await held;
    await route.continue();
  });
  const counting = page.waitForRequest('**/api/audit-log/newer*');
  await team.draft('zoe@guests.example');
  const counted = (await counting).response();
  await newer.click();
  await expect(entries(page).first()).toContainText('zoe@guests.example');
  await expect(newer).toHaveCount(0);
  answer();
  await (await counted)?.finished();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(newer).toHaveCount(0);
});

test('ST-4, TR-2, TR-8: whoever may no more read it hears so at once, and who can grant it', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(403);
  const team = await busyTeam(page, server);
  await team.giveRole(MINA.email, 'member');
  const mina = await team.id(MINA.email);
  await team.call('change-grants', { member: mina, grants: 'read-audit-log' });
  await enter(page, server, MINA);
  await open(page, `${team.path}/settings`);
  await expect(page).toHaveURL(log(team));
  await expect(heading(page, 'Audit log')).toBeVisible();
  await expect(entries(page).first()).toContainText('Read audit log');
  await team.call('change-grants', { member: mina, grants: '' });
  await expect(page.getByText('You need Read audit log for that.')).toBeVisible();
  await expect(entries(page)).toHaveCount(0);
});

test('TR-11, ST-4: a member’s history goes on in the log', async ({ page, server }) => {
  const team = await busyTeam(page, server);
  const mina = await team.id(MINA.email);
  await open(page, `${team.members}/${mina}`);
  await link(page.getByRole('region', { name: 'History' }), 'See all').click();
  await expect(page).toHaveURL(`${log(team)}?person=${mina}`);
  await expect(entries(page)).toHaveCount(2);
  await expect(filter(page, 'Who')).toHaveValue(mina);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('ST-4: filters are a form, and files are links', async ({ page, server }) => {
    const team = await busyTeam(page, server);
    await page.goto(log(team));
    await filter(page, 'What').selectOption('Members and roles');
    await field(page, 'From').fill('1999-01-01');
    await page.getByRole('button', { name: 'Show' }).click();
    await expect(page).toHaveURL(/kind=members/);
    await expect(entries(page)).toHaveCount(1);
    await expect(filter(page, 'When')).toHaveValue('dates');
    await link(page.getByRole('search'), 'Clear').click();
    await expect(entries(page)).toHaveCount(6);
    const [download] = await Promise.all([page.waitForEvent('download'), link(page, 'JSON with 6 entries').click()]);
    expect(download.suggestedFilename()).toMatch(/\.json$/);
  });
});
