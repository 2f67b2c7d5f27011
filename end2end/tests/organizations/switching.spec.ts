import { type Page, type Route } from '@playwright/test';
import { expect, test } from '../../support/fixtures';
import { MINA, button, choice, countDocuments, heading, homeOf, open, openSwitcher, register, homeHeading, switchTo } from '../../support/pages';
import { recordDom, takeSnapshots } from '../../support/dom-recorder';

const HOME = '**/api/organizations/home';
const FIRST = { name: 'Harbour & Finch', slug: 'harbour-finch' };
const SECOND = { name: 'Second Street', slug: 'second-street' };

/** At no moment since they were taken last did the main part show one organization under the other's name. */
async function expectNothingMixed(page: Page): Promise<void> {
  const snapshots = await takeSnapshots(page);
  expect(snapshots.length).toBeGreaterThan(0);
  const mixed = snapshots.filter(({ organization, heading, main }) =>
    [FIRST, SECOND].some(
      ({ name, slug }) =>
        organization !== name && organization !== '' && [main, heading].some((text) => text.includes(name) || text.includes(`/o/${slug}`)),
    ),
  );
  expect(mixed).toEqual([]);
}

/** Whether home is asked for because its line in the switcher is pointed at. */
function isAhead(route: Route): boolean {
  return route.request().postData()?.includes('quiet=true') ?? false;
}

/** What is asked for ahead never comes, so that a switch asks. */
async function holdAhead(page: Page): Promise<void> {
  await page.route(HOME, (route) => (isAhead(route) ? undefined : route.fallback()));
}

/** The answer to the opening of this organization is held until it is let go. */
async function hold(page: Page, slug: string): Promise<{ asked: Promise<void>; letGo: () => Promise<void> }> {
  let route: Route | undefined;
  let ask: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (ask = resolve));
  let held = false;
  await page.route(HOME, async (one) => {
    if (held || isAhead(one) || !one.request().postData()?.includes(slug)) return one.fallback();
    held = true;
    route = one;
    ask();
  });
  return {
    asked,
    letGo: async () => {
      if (!route) throw new Error('nothing is held');
      await route.continue();
      // None comes where the page gave the request up.
      await route.request().response();
    },
  };
}

test('OR-3: a slow answer of the old organization is dropped', async ({ page, server }) => {
  await register(page, server, MINA, [FIRST.name, SECOND.name]);
  await holdAhead(page);
  await recordDom(page);
  await open(page, `/o/${SECOND.slug}`);
  const documents = await countDocuments(page);
  const first = await hold(page, FIRST.slug);
  await takeSnapshots(page);

  await switchTo(page, FIRST.name);
  await first.asked;
  await expect(heading(page, FIRST.name)).toBeFocused();
  await switchTo(page, SECOND.name);
  await expect(homeHeading(page, SECOND.name)).toBeFocused();
  await expect(homeOf(page, SECOND.name)).toBeVisible();

  await first.letGo();
  // What came late has had its turn once two frames were painted.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(homeHeading(page, SECOND.name)).toBeVisible();
  await expect(homeOf(page, SECOND.name)).toBeVisible();
  await expectNothingMixed(page);
  await documents.expectNone();
});

test('OR-3: with the new organization slow, nothing of the old one stays under its name', async ({ page, server }) => {
  await register(page, server, MINA, [FIRST.name, SECOND.name]);
  await holdAhead(page);
  await recordDom(page);
  await open(page, `/o/${FIRST.slug}`);
  const second = await hold(page, SECOND.slug);
  await takeSnapshots(page);
  await switchTo(page, SECOND.name);
  await second.asked;
  await expect(heading(page, SECOND.name)).toBeFocused();
  await expect(homeOf(page, FIRST.name)).toHaveCount(0);
  await second.letGo();
  await expect(homeOf(page, SECOND.name)).toBeVisible();
  await expectNothingMixed(page);
});

test('OR-3: answers in the wrong order, over many switches', async ({ page, server }) => {
  await register(page, server, MINA, [FIRST.name, SECOND.name]);
  await holdAhead(page);
  await recordDom(page);
  await open(page, `/o/${FIRST.slug}`);
  await takeSnapshots(page);
  const second = await hold(page, SECOND.slug);
  await switchTo(page, SECOND.name);
  await second.asked;
  const first = await hold(page, FIRST.slug);
  await switchTo(page, FIRST.name);
  await first.asked;
  await switchTo(page, SECOND.name);
  await expect(homeOf(page, SECOND.name)).toBeVisible();
  await first.letGo();
  await second.letGo();
  await switchTo(page, FIRST.name);
  await expect(homeOf(page, FIRST.name)).toBeVisible();
  await expectNothingMixed(page);
});

test('OR-3: an answer that fails says so, and the other organization is not harmed', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(503);
  await register(page, server, MINA, [FIRST.name, SECOND.name]);
  await open(page, `/o/${FIRST.slug}`);
  await page.route(HOME, (route) => route.fulfill({ status: 503, json: { error: 'unavailable' } }), { times: 1 });
  await holdAhead(page);
  await switchTo(page, SECOND.name);
  await expect(page.getByText('The server can’t use its database right now.')).toBeVisible();
  await expect(button(page, 'Switch organization')).toBeVisible();
  await switchTo(page, FIRST.name);
  await expect(homeOf(page, FIRST.name)).toBeVisible();
});

test('OR-3: an organization that is pointed at is asked for ahead, and shown at once', async ({ page, server }) => {
  await register(page, server, MINA, [FIRST.name, SECOND.name, 'Third Floor']);
  await open(page, `/o/${SECOND.slug}`);
  // The line that is chosen when the list opens may be that one.
  const asked = page.waitForResponse((response) => {
    const form = response.request().postData() ?? '';
    return response.url().endsWith('/organizations/home') && form.includes(FIRST.slug) && form.includes('quiet=true');
  });
  const switcher = await openSwitcher(page);
  await choice(switcher, FIRST.name).hover();
  await asked;
  // What notes that it was opened does not come through yet.
  const noted = await hold(page, FIRST.slug);
  const lists: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/organizations/projects')) lists.push(request.url());
  });
  await choice(switcher, FIRST.name).click();
  await expect(homeOf(page, FIRST.name)).toBeVisible();
  await expect(homeHeading(page, FIRST.name)).toBeFocused();
  await noted.asked;
  expect(lists, 'the sidebar has its projects of the same answer').toEqual([]);
  await noted.letGo();
  await expect(homeOf(page, FIRST.name)).toBeVisible();
});
