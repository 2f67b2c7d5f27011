import type { Page } from '@playwright/test';
import { call } from '../support/calls';
import { expect, test } from '../support/fixtures';
import { MINA, choice, countDocuments, homeHeading, open, openSwitcher, register } from '../support/pages';
import type { Server } from '../support/server';
import { PHONE_CPU, slowDown, twoFrames } from './conditions';
import { millis, percentile, printTable } from './figures';
import type { Switched } from './window';

/** Of each kind. */
const SWITCHES = 20;

/** Two organizations, each with something on its home page that the other one's has not. */
const ORGANIZATIONS = [
  { name: 'Harbour & Finch', invited: 'amara@harbourfinch.example' },
  { name: 'Second Street', invited: 'tomasz@secondstreet.example' },
] as const;
type Organization = (typeof ORGANIZATIONS)[number];

/** Changes that come together are one look, and a stream is opened anew a moment after a switch: both are over by then. */
const AFTERWARDS = 1000;

// Every request is told in the server's log, those of the worker that holds the stream of live updates too.
test.use({ settings: { PARLOR_LOG: 'warn,parlor::http=debug' } });

/** Has the page itself take the times of the next switch: the way of a message to this process and back is none of them. */
async function watchSwitch(page: Page, { name, invited }: Organization): Promise<void> {
  await page.evaluate(
    ({ name, invited }) => {
      const input = new Promise<Event>((resolve) => {
        const hear = (event: Event): void => {
          if (event instanceof KeyboardEvent && event.key !== 'Enter') return;
          for (const type of ['click', 'keydown']) window.removeEventListener(type, hear, true);
          resolve(event);
        };
        for (const type of ['click', 'keydown']) window.addEventListener(type, hear, true);
      });
      const isThere = (): boolean => {
        const main = document.querySelector('main');
        const heading = main?.querySelector('h1')?.textContent.trim();
        return (heading === name || heading === `${name} is ready`) && main!.textContent.includes(invited);
      };
      const shown = new Promise<{ inDocument: number; painted: number }>((resolve) => {
        const watch = new MutationObserver(() => {
          if (!isThere()) return;
          watch.disconnect();
          const inDocument = performance.now();
          // The first frame paints it, the second begins when that is done.
          requestAnimationFrame(() => requestAnimationFrame(() => resolve({ inDocument, painted: performance.now() })));
        });
        watch.observe(document.body, { childList: true, subtree: true, characterData: true });
      });
      performance.clearResourceTimings();
      // The input's own time, which counts its wait for a busy page too.
      window.switched = Promise.all([input, shown]).then(([{ type, timeStamp }, { inDocument, painted }]) => {
        const home = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/api/organizations/home'));
        const call = home instanceof PerformanceResourceTiming ? home : undefined;
        return {
          by: type,
          ...(call && { asked: call.startTime - timeStamp, answered: call.responseEnd - timeStamp }),
          inDocument: inDocument - timeStamp,
          painted: painted - timeStamp,
        };
      });
    },
    { name, invited },
  );
}

/** Waits until nothing more comes of what was done. */
async function rest(page: Page): Promise<void> {
  // eslint-disable-next-line no-restricted-syntax -- that nothing more is asked for shows in nothing but time
  await page.evaluate((millis) => new Promise((done) => setTimeout(done, millis)), AFTERWARDS);
  await twoFrames(page);
}

/** A line of the server's log about an answer. */
interface LogLine {
  target: string;
  span: { 'http.route'?: string };
}

/** What the server was asked for, by its log: for each route, how often a switch asked for it. */
function requestsIn(log: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of log.split('\n').filter((line) => line.startsWith('{'))) {
    const { target, span } = JSON.parse(text) as LogLine;
    const route = span['http.route'] ?? 'a page or a file';
    if (target === 'parlor::http') counts.set(route, (counts.get(route) ?? 0) + 1 / SWITCHES);
  }
  return counts;
}

type Input = 'a click' | 'Enter';

/** Opens the switcher and chooses the organization there; gives the input that goes there. */
async function chooseBy(page: Page, input: Input, { name }: Organization): Promise<() => Promise<void>> {
  if (input === 'Enter') {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('listbox').getByRole('option', { selected: true })).toContainText(name);
    return () => page.keyboard.press('Enter');
  }
  const line = choice(await openSwitcher(page), name);
  await line.hover();
  return () => line.click();
}

async function measure(page: Page, server: Server, input: Input): Promise<{ times: Switched[]; requests: Map<string, number> }> {
  const times: Switched[] = [];
  const before = server.log.length;
  for (let count = 1; count <= SWITCHES; count += 1) {
    const to = ORGANIZATIONS[count % 2]!;
    const go = await chooseBy(page, input, to);
    // Time for what the page fetches of a line that was pointed at.
    await rest(page);
    await watchSwitch(page, to);
    await go();
    const switched = await page.evaluate(() => window.switched);
    if (!switched) throw new Error('nothing was measured');
    expect(switched.by).toBe(input === 'Enter' ? 'keydown' : 'click');
    await expect(homeHeading(page, to.name)).toBeVisible();
    await expect(page.getByRole('main').getByText(to.invited).first()).toBeVisible();
    times.push(switched);
    await rest(page);
  }
  return { times, requests: requestsIn(server.log.slice(before)) };
}

test('switching organizations', async ({ page, server }) => {
  const slugs = await register(page, server, MINA, ORGANIZATIONS.map(({ name }) => name));
  for (const [at, { invited }] of ORGANIZATIONS.entries()) {
    await call(page, server, 'members/invite', { organization: slugs[at] ?? '', emails: invited, role: 'member' });
  }
  const devtools = await page.context().newCDPSession(page);
  await open(page, `/o/${slugs[0]}`);
  await rest(page);
  const documents = await countDocuments(page);
  const rows: string[][] = [];
  for (const { rate, goal } of [
    { rate: 1, goal: 50 },
    { rate: PHONE_CPU, goal: 100 },
  ]) {
    await slowDown(devtools, rate);
    for (const input of ['a click', 'Enter'] as const) {
      const { times, requests } = await measure(page, server, input);
      const of = (part: number, what: 'asked' | 'answered' | 'inDocument' | 'painted'): string => {
        const values = times.flatMap((one) => one[what] ?? []);
        return values.length === 0 ? '' : millis(percentile(values, part));
      };
      rows.push([
        rate === 1 ? `by ${input}` : `by ${input}, ${rate} × CPU`,
        of(0.5, 'asked'),
        of(0.5, 'answered'),
        of(0.5, 'inDocument'),
        of(0.5, 'painted'),
        of(0.95, 'painted'),
        millis(goal),
        [...requests].map(([route, count]) => `${count.toFixed(1)} × \`${route}\``).sort().join(', '),
      ]);
    }
  }
  await documents.expectNone();
  printTable(
    [`${SWITCHES} switches each`, 'asked, p50', 'answered', 'in the document', 'painted', 'painted, p95', 'goal', 'requests of one'],
    rows,
  );
});
