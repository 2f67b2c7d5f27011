import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, countDocuments, heading, homeOf, link, open, register, homeHeading } from '../../support/pages';

test('OR-6: an unknown organization and a foreign one are the same 404', async ({ page, server, browserErrors, anotherBrowser }) => {
  browserErrors.allowStatus(404);
  const other = await (await anotherBrowser()).newPage();
  await register(other, server, JONAS, ['Second Street']);
  await register(page, server, MINA, ['Harbour & Finch']);
  const looks: string[] = [];
  for (const slug of ['second-street', 'nobodys-place']) {
    const answer = await page.goto(`/o/${slug}`);
    expect(answer?.status()).toBe(404);
    await expect(heading(page, 'Nothing here')).toBeVisible();
    await expect(page).toHaveTitle('Nothing here · Parlor');
    looks.push(await page.locator('body').ariaSnapshot());
  }
  expect(looks[1]).toBe(looks[0]);
  await link(page, 'Go to your organizations').click();
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
});

test('OR-6: any other address that leads nowhere is a 404 with a way on', async ({ page, browserErrors }) => {
  browserErrors.allowStatus(404);
  for (const path of ['/nowhere', '/o', '/o/x/y/z', '/sign-up/x', '/%00']) {
    const answer = await page.goto(path);
    expect.soft(answer?.status(), path).toBe(404);
    await expect.soft(link(page, 'Go to your organizations'), path).toBeVisible();
  }
});

test('OR-1: two tabs work in two organizations, and a reload stays where it is', async ({ page, context, server }) => {
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  const second = await context.newPage();
  await open(page, '/o/harbour-finch');
  await open(second, '/o/second-street');
  await page.reload();
  await second.reload();
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
  await expect(homeHeading(second, 'Second Street')).toBeVisible();
});

test('OR-3: Back and Forward switch too, without loading a document', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  await open(page, '/o/harbour-finch');
  const documents = await countDocuments(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('second');
  await page.keyboard.press('Enter');
  await expect(homeHeading(page, 'Second Street')).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL('/o/harbour-finch');
  await expect(homeHeading(page, 'Harbour & Finch')).toBeFocused();
  await expect(homeOf(page, 'Harbour & Finch')).toBeVisible();
  await page.goForward();
  await expect(homeHeading(page, 'Second Street')).toBeFocused();
  await expect(homeOf(page, 'Second Street')).toBeVisible();
  await documents.expectNone();
});
