import { browser } from '../../browser';
import { enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { row } from '../../support/members-list';
import { JONAS, MINA, open } from '../../support/pages';
import { Team } from '../../support/team';

/** Text twice as large, as one sets it in the browser, on a phone. */
test.use({
  viewport: { width: 390, height: 844 },
  launchOptions: {
    ...browser.launchOptions,
    args: [...(browser.launchOptions?.args ?? []), '--blink-settings=defaultFontSize=32'],
  },
});

test('ST-1, TR-3: with text twice as large, nothing stands beside the page, and words stay whole', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  const mina = await team.id(MINA.email);
  await enter(page, server, JONAS);
  const pages = [team.members, `${team.members}?view=invited`, `${team.members}/new`, `${team.members}/${mina}`, `${team.path}/settings/audit-log`];
  for (const path of pages) {
    await open(page, path);
    const beside = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(beside, path).toBe(0);
    // Of a heading that is broken letter by letter each is on a line of its own.
    const heading = await page.locator('main h1').boundingBox();
    expect(heading?.height, path).toBeLessThan(200);
  }
  await open(page, team.members);
  const line = await row(page, MINA.name).boundingBox();
  expect(line?.height).toBeLessThan(400);
  await open(page, `${team.path}/settings/audit-log`);
  const [heading, files] = [await page.locator('main h1').boundingBox(), await page.locator('.audit-files').boundingBox()];
  expect(files?.y).toBeGreaterThan((heading?.y ?? 0) + (heading?.height ?? 0));
});
