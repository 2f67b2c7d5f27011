import { type Page } from '@playwright/test';
import { enter, register } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { behindFront } from '../../support/front';
import { JONAS, MINA, PRIYA, button, heading, open, homeHeading } from '../../support/pages';
import { Team } from '../../support/team';

/** OR-4: felt within 5 seconds. */
const SOON = { timeout: 5_000 };
const MINE = '/api/organizations/mine';
const JONAS_AGAIN = { ...JONAS, email: 'jonas@elsewhere.example' };

function show(page: Page, visible: boolean): Promise<void> {
  return page.evaluate((visible) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => !visible });
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (visible ? 'visible' : 'hidden') });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, visible);
}

function expected(page: Page): ReturnType<Page['getByText']> {
  return page.getByRole('main').getByText('Jonas Lindqvist invites you as member');
}

behindFront('TR-9, OR-4: a hidden tab is an open one, asks for nothing, and catches up when it is seen', async ({ page, server, front }) => {
  const team = await Team.start(server);
  await register(page, server, MINA);
  const looks = (): number => front.count(MINE);
  await open(page, '/setup');
  await expect.poll(() => front.streams).toBe(1);
  await show(page, false);
  const before = looks();
  const opened = front.count('/events');
  await team.invite(MINA.email);
  // eslint-disable-next-line no-restricted-syntax -- longer than any pause between two looks
  await page.waitForTimeout(5_000);
  expect(looks(), 'asked while hidden').toBe(before);
  expect(front.count('/events')).toBe(opened);
  await expect(expected(page)).toHaveCount(0);
  expect(front.streams, 'whose tab it is, is there').toBe(1);

  await show(page, true);
  await expect(expected(page)).toBeVisible(SOON);
  await team.cancel(MINA.email);
  await expect(expected(page)).toHaveCount(0, SOON);
  expect(front.streams).toBe(1);
});

behindFront('OR-4: one stream over every page, and none for whoever is signed out', async ({ page, server, front }) => {
  await open(page, '/sign-in');
  await expect(heading(page, 'Sign in')).toBeVisible();
  expect(front.count('/events')).toBe(0);
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  await open(page, team.path);
  await expect.poll(() => front.streams).toBe(1);
  await page.getByRole('navigation').getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('navigation').getByRole('link', { name: 'Members', exact: true }).click();
  await expect(heading(page, 'Members')).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Home', exact: true }).click();
  await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
  expect(front.streams).toBe(1);
  expect(front.count('/events')).toBe(1);
});

for (const path of ['', '/members'] as const) {
  behindFront(`FIELD-68: what came with the page /o/…${path} is not asked for again, by the first tab nor by the next`, async ({ page, context, server, front }) => {
    const team = await Team.start(server);
    await team.join(MINA, 'admin', page);
    for (const tab of [page, await context.newPage()]) {
      const before = front.seen.length;
      await open(tab, `${team.path}${path}`);
      await expect.poll(() => front.seen.slice(before), { message: 'its stream' }).toContain('/events');
      // eslint-disable-next-line no-restricted-syntax -- longer than a look waits for others
      await tab.waitForTimeout(1_500);
      expect(front.seen.slice(before).filter((seen) => seen.startsWith('/api/'))).toEqual([]);
    }
  });
}

test('FIELD-68: a change that falls between the page and its stream is felt', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA, 'member', page);
  // The page is there, and its script is not yet.
  let goOn = (): void => undefined;
  const held = new Promise<void>((done) => (goOn = done));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(team.path);
  await expect(heading(page, 'Quill & Co.')).toBeVisible();
  await team.remove(MINA.email);
  goOn();
  await expect(heading(page, 'You’re not in Quill & Co. any more')).toBeVisible();
});

behindFront('FIELD-5: eight windows in view share one stream; each feels what happens, whichever of them is closed', async ({
  page,
  context,
  server,
  front,
}) => {
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  const tabs = [page];
  await open(page, team.invited);
  while (tabs.length < 8) {
    const tab = await context.newPage();
    await open(tab, team.invited);
    tabs.push(tab);
  }
  await expect.poll(() => front.streams).toBe(1);
  await team.draft('one@northlight.example');
  for (const tab of tabs) await expect(tab.getByRole('row').filter({ hasText: 'one@northlight.example' })).toBeVisible(SOON);
  await tabs.shift()?.close();
  await tabs.shift()?.close({ runBeforeUnload: true });
  await team.draft('two@northlight.example');
  for (const tab of tabs) await expect(tab.getByRole('row').filter({ hasText: 'two@northlight.example' })).toBeVisible(SOON);
  expect(front.streams).toBe(1);
  for (const tab of tabs) await tab.close();
  await expect.poll(() => front.streams, { message: 'nobody is left' }).toBe(0);
});

behindFront('FIELD-5: where nothing can be shared each tab has a stream; where there is no worker at all it looks by itself', async ({
  page,
  context,
  server,
  front,
}) => {
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  await page.addInitScript(() => Reflect.deleteProperty(window, 'SharedWorker'));
  await open(page, team.invited);
  await expect.poll(() => front.streams).toBe(1);
  const second = await context.newPage();
  await second.addInitScript(() => {
    Reflect.deleteProperty(window, 'SharedWorker');
    Reflect.deleteProperty(window, 'Worker');
  });
  await open(second, team.invited);
  await team.draft('one@northlight.example');
  for (const tab of [page, second]) await expect(tab.getByRole('row').filter({ hasText: 'one@northlight.example' })).toBeVisible(SOON);
  expect(front.streams).toBe(1);
});

behindFront('FIELD-5: a worker whose script does not come is no worker', async ({ page, server, front, browserErrors }) => {
  browserErrors.allow(/worker\.js/);
  browserErrors.allowStatus(404);
  const team = await Team.start(server);
  await team.join(MINA, 'member', page);
  front.hide('/events/worker.js');
  await open(page, team.path);
  await team.remove(MINA.email);
  await expect(heading(page, 'You’re not in Quill & Co. any more')).toBeVisible(SOON);
});

behindFront('FIELD-5: a tab that is dead holds nobody’s stream; one that comes to life again catches up', async ({ page, context, server, front }) => {
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  const second = await context.newPage();
  await open(page, team.invited);
  await open(second, team.invited);
  await expect.poll(() => front.streams).toBe(1);
  // It never says goodbye, nor anything else: it crashed, or is frozen.
  const die = (tab: Page): Promise<void> =>
    tab.evaluate(() => {
      const say = MessagePort.prototype.postMessage;
      MessagePort.prototype.postMessage = () => undefined;
      window.revive = () => (MessagePort.prototype.postMessage = say);
    });
  await die(page);
  await team.draft('one@northlight.example');
  await expect(second.getByRole('row').filter({ hasText: 'one@northlight.example' })).toBeVisible(SOON);
  await show(second, false);
  await die(second);
  await expect.poll(() => front.streams, { timeout: 25_000, message: 'none is open any more' }).toBe(0);
  await team.draft('two@northlight.example');
  await second.evaluate(() => window.revive?.());
  await show(second, true);
  await expect(second.getByRole('row').filter({ hasText: 'two@northlight.example' })).toBeVisible(SOON);
  await page.evaluate(() => window.revive?.());
  await expect(page.getByRole('row').filter({ hasText: 'two@northlight.example' })).toBeVisible(SOON);
});

behindFront('FIELD-5: the shared worker dies: each tab goes on', async ({ page, browser, server, front }) => {
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  await open(page, team.invited);
  await expect.poll(() => front.streams).toBe(1);
  const devtools = await browser.newBrowserCDPSession();
  const { targetInfos } = (await devtools.send('Target.getTargets', { filter: [{}] })) as { targetInfos: { type: string; url: string; targetId: string }[] };
  const worker = targetInfos.find(({ type, url }) => type === 'shared_worker' && url.startsWith(front.url));
  await devtools.send('Target.closeTarget', { targetId: worker?.targetId ?? '' });
  await expect.poll(() => front.streams, { message: 'its stream is gone' }).toBe(0);
  await team.draft('one@northlight.example');
  await expect(page.getByRole('row').filter({ hasText: 'one@northlight.example' })).toBeVisible(SOON);
  await expect.poll(() => front.streams, { timeout: 15_000, message: 'it has one of its own' }).toBe(1);
});

behindFront('FIELD-5: somebody else signs in in another tab: this one shows nothing of whoever was here', async ({ page, context, server, front, browserErrors }) => {
  browserErrors.allowStatus(401, 404);
  const team = await Team.start(server);
  await team.join(MINA, 'member', page);
  await open(page, team.path);
  await expect.poll(() => front.streams).toBe(1);
  const second = await context.newPage();
  await register(second, server, PRIYA, ['Northlight']);
  await open(second, '/o/northlight');
  await expect(page.getByText('Quill & Co.'), 'nothing of it is left').toHaveCount(0, SOON);
  await expect(page.getByText(MINA.email)).toHaveCount(0);
  await expect(homeHeading(second, 'Northlight')).toBeVisible();
  const other = await Team.start(server, 'Elsewhere', JONAS_AGAIN);
  await other.invite(PRIYA.email);
  await button(second, 'Switch organization').click();
  await expect(second.getByText('Elsewhere'), 'it hears what concerns her').toBeVisible(SOON);
});

test('OR-4: cut off, the stream comes back by itself, and what happened meanwhile is seen', async ({ page, server, browserErrors }) => {
  browserErrors.allowOffline();
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
  await open(page, team.invited);
  let looks = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/api/members/invited')) looks += 1;
  });
  await Promise.all(Array.from({ length: 20 }, (_, at) => team.draft(`draft-${at}@northlight.example`)));
  await expect(page.getByRole('row').filter({ hasText: 'Draft, not sent' })).toHaveCount(20, SOON);
  expect(looks).toBeLessThan(20);
});

test('FIELD-4: a look that hangs is given up, and looked again', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(404);
  const team = await Team.start(server);
  await team.join(MINA, 'member', page);
  await open(page, team.path);
  // Neither answered nor refused.
  await page.route(`**${MINE}`, () => undefined, { times: 1 });
  const asked = page.waitForRequest(`**${MINE}`);
  await team.draft('one@northlight.example');
  await asked;
  await team.remove(MINA.email);
  await expect(heading(page, 'You’re not in Quill & Co. any more')).toBeVisible({ timeout: 15_000 });
});

test('SI-4: looking by itself does not keep a session alive', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(401);
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  await open(page, team.members);
  // Six days and twenty-three hours later something happens, and the tab looks.
  await server.later({ hours: 7 * 24 - 1 });
  const looked = Promise.all([page.waitForResponse(`**${MINE}`), page.waitForResponse('**/api/members/list')]);
  await enter(team.owner, server, JONAS);
  await team.draft('draft@northlight.example');
  await looked;
  await server.later({ hours: 1 });
  await open(page, team.members);
  await expect(heading(page, 'Sign in')).toBeVisible();
});
