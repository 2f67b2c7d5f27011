import type { BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { unseen } from '../support/calls';
import { expect, test } from '../support/fixtures';
import { MINA, awake, heading, homeOf, register } from '../support/pages';
import { FAST_3G, PHONE_CPU, Transfer, emulateNetwork, slowDown } from './conditions';
import { kilobytes, median, printTable, seconds } from './figures';

/** Visits of one page, each by a browser that has nothing of it yet. */
const VISITS = 5;

interface Visit {
  painted: number;
  awake: number;
  bytes: number;
  answers: number;
}

/** Opens a page for the first time, on a phone. */
async function visit(context: BrowserContext, path: string, expectPage: (page: Page) => Promise<void>): Promise<Visit> {
  const page = await context.newPage();
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      if (document.documentElement?.dataset.awake === undefined) return;
      watch.disconnect();
      // As the tests wait for it (`awake`): the effects of taking over are done, too.
      requestAnimationFrame(() => requestAnimationFrame(() => (window.awakeAt = performance.now())));
    });
    watch.observe(document, { subtree: true, attributes: true, attributeFilter: ['data-awake'] });
  });
  const devtools = await context.newCDPSession(page);
  const transfer = await Transfer.start(devtools);
  await emulateNetwork(devtools, FAST_3G);
  await slowDown(devtools, PHONE_CPU);
  await page.goto(path, { waitUntil: 'commit' });
  await awake(page);
  await expectPage(page);
  await transfer.complete();
  expect([...transfer.wasmEncodings], 'the wasm came, and as small as the server has it').toEqual(['br']);
  const { painted, awakeAt } = await page.evaluate(() => ({
    painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    awakeAt: window.awakeAt,
  }));
  if (painted === undefined || awakeAt === undefined) throw new Error('the page told no times');
  await context.close();
  return { painted, awake: awakeAt, bytes: transfer.bytes, answers: transfer.answers };
}

test('first visits, on fast 3G with a processor four times as slow', async ({ server, anotherBrowser }) => {
  const owner = await unseen(server);
  const [slug = ''] = await register(owner, server, MINA, ['Harbour & Finch']);
  const signedIn = { storageState: await owner.request.storageState() };
  const pages: { path: string; goal: number; options: BrowserContextOptions; expectPage: (page: Page) => Promise<void> }[] = [
    { path: '/sign-up', goal: 1800, options: {}, expectPage: (page) => expect(heading(page, 'Create your account')).toBeVisible() },
    { path: `/o/${slug}`, goal: 2800, options: signedIn, expectPage: (page) => expect(homeOf(page, 'Harbour & Finch')).toBeVisible() },
  ];
  const rows: string[][] = [];
  for (const { path, goal, options, expectPage } of pages) {
    const visits: Visit[] = [];
    for (let count = 0; count < VISITS; count += 1) visits.push(await visit(await anotherBrowser(options), path, expectPage));
    const awakeAt = visits.map((visit) => visit.awake);
    rows.push([
      `\`${path === '/sign-up' ? path : '/o/{slug}'}\``,
      seconds(median(visits.map((visit) => visit.painted))),
      seconds(median(awakeAt)),
      `${seconds(Math.min(...awakeAt))} to ${seconds(Math.max(...awakeAt))}`,
      seconds(goal),
      `${median(visits.map((visit) => visit.answers))}`,
      kilobytes(median(visits.map((visit) => visit.bytes))),
    ]);
  }
  printTable([`median of ${VISITS} first visits`, 'first contentful paint', 'awake', 'of all', 'goal', 'answers', 'bytes'], rows);
});
