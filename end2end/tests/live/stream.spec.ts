import { type Page } from '@playwright/test';
import { enter, register } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, heading, open } from '../../support/pages';
import { Team } from '../../support/team';

/** OR-4: felt within 5 seconds. */
const SOON = { timeout: 5_000 };
const MINE = '**/api/organizations/mine';

function show(page: Page, visible: boolean): Promise<void> {
  return page.evaluate((visible) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => !visible });
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (visible ? 'visible' : 'hidden') });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, visible);
}

/** How many requests to this path there were. */
function count(page: Page, path: string): () => number {
  let seen = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === path) seen += 1;
  });
  return () => seen;
}

function expected(page: Page): ReturnType<Page['getByText']> {
  return page.getByRole('main').getByText('Jonas Lindqvist invites you as member');
}

test('OR-4, SU-15: where no stream comes through, the tab looks by itself', async ({ page, server, trouble }) => {
  trouble.allowOffline();
  const team = await Team.start(server);
  await register(page, server, MINA);
  await page.route('**/events', (route) => route.abort('connectionrefused'));
  await open(page, '/setup');
  await team.invite(MINA.email);
  await expect(expected(page)).toBeVisible(SOON);
  await team.cancel(MINA.email);
  await expect(expected(page)).toHaveCount(0, SOON);
});

for (const [what, answer] of [
  ['refused by something on the way', { status: 502, body: 'no' }],
  ['answered by a page instead', { status: 200, contentType: 'text/html', body: '<h1>no</h1>' }],
] as const) {
  test(`OR-4: a stream that is ${what} is no stream: the tab looks by itself`, async ({ page, server, trouble }) => {
    trouble.allowStatus(502, 404);
    trouble.allow(/^EventSource's response has a MIME type /);
    const team = await Team.start(server);
    await team.join(MINA, 'member', page);
    await page.route('**/events', (route) => route.fulfill(answer));
    await open(page, team.path);
    await team.remove(MINA.email);
    await expect(heading(page, 'You’re not in Quill & Co. any more')).toBeVisible(SOON);
  });
}

test('OR-4: a hidden tab lets go of its stream, asks for nothing, and catches up when it is seen', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(page, server, MINA);
  const streams = count(page, '/events');
  const looks = count(page, '/api/organizations/mine');
  const opened = page.waitForRequest('**/events');
  await open(page, '/setup');
  await opened;
  const closed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/events'));
  await show(page, false);
  await closed;
  const before = looks();
  await team.invite(MINA.email);
  // One that is seen hears of it, so this one would have by then.
  const second = await page.context().newPage();
  await open(second, '/setup');
  await expect(expected(second)).toBeVisible();
  await team.cancel(MINA.email);
  await expect(expected(second)).toHaveCount(0, SOON);
  await team.invite(MINA.email);
  await expect(expected(second)).toBeVisible(SOON);
  expect(looks(), 'asked while hidden').toBe(before);
  expect(streams()).toBe(1);
  await expect(expected(page)).toHaveCount(0);

  await show(page, true);
  await expect(expected(page)).toBeVisible(SOON);
  await team.cancel(MINA.email);
  await expect(expected(page)).toHaveCount(0, SOON);
  expect(streams()).toBe(2);
});

test('OR-4: one stream a tab, over every page, and none for whoever is signed out', async ({ page, server }) => {
  const streams = count(page, '/events');
  await open(page, '/sign-in');
  await expect(heading(page, 'Sign in')).toBeVisible();
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  await open(page, team.path);
  await page.getByRole('navigation').getByRole('link', { name: 'Members', exact: true }).click();
  await expect(heading(page, 'Members')).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Home', exact: true }).click();
  await expect(heading(page, 'Quill & Co. is ready')).toBeVisible();
  expect(streams()).toBe(1);
});

test('OR-4: cut off, the stream comes back by itself, and what happened meanwhile is seen', async ({ page, server, trouble }) => {
  trouble.allowOffline();
  const team = await Team.start(server);
  await register(page, server, MINA);
  await open(page, '/setup');
  await server.stop();
  await server.begin();
  await team.invite(MINA.email);
  await expect(expected(page)).toBeVisible({ timeout: 10_000 });
});

test('OR-4: many changes at once are a few looks', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(page, server, MINA);
  await team.join(MINA, 'admin', page);
  await open(page, team.members);
  const looks = count(page, '/api/members/list');
  await Promise.all(Array.from({ length: 20 }, (_, at) => team.draft(`draft-${at}@northlight.example`)));
  await expect(page.getByRole('row').filter({ hasText: 'Draft' })).toHaveCount(20, SOON);
  expect(looks()).toBeLessThan(20);
});

test('SI-4: looking by itself does not keep a session alive', async ({ page, server, trouble }) => {
  trouble.allowStatus(401);
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  await open(page, team.members);
  // Six days and twenty-three hours later something happens, and the tab looks.
  await server.later({ hours: 7 * 24 - 1 });
  const looked = Promise.all([page.waitForResponse(MINE), page.waitForResponse('**/api/members/list')]);
  await enter(team.owner, server, JONAS);
  await team.draft('draft@northlight.example');
  await looked;
  await server.later({ hours: 1 });
  await open(page, team.members);
  await expect(heading(page, 'Sign in')).toBeVisible();
});
