import { type Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures';
import { register } from '../../support/calls';
import { MINA, button, countDocuments, heading, open } from '../../support/pages';

/** Whether the page is dark, by its ground. */
async function isDark(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d');
    if (!canvas) throw new Error('no canvas');
    canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return red + green + blue < 3 * 128;
  });
}

async function choose(page: Page, name: string): Promise<void> {
  const kept = page.waitForResponse('**/api/account/appearance');
  await page.getByRole('radio', { name }).check();
  expect((await kept).status()).toBe(200);
}

/** The theme that the server wrote into the page, before any script. */
async function served(page: Page, path: string): Promise<string | undefined> {
  const html = await (await page.request.get(path)).text();
  return /<html[^>]*\bdata-theme="(\w+)"/.exec(html)?.[1];
}

test('SI-7: light, dark and system: at once, after a reload, and in what the server sends', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch']);
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, '/account/appearance');
  const documents = await countDocuments(page);
  const root = page.locator('html');
  await expect(page.getByRole('radio', { name: 'System' })).toBeChecked();
  await expect(root).not.toHaveAttribute('data-theme');

  await choose(page, 'Dark');
  await expect(root).toHaveAttribute('data-theme', 'dark');
  expect(await isDark(page)).toBe(true);
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await documents.expectNone();
  for (const path of ['/account/appearance', '/o/harbour-finch', '/sign-in', '/nowhere']) expect(await served(page, path), path).toBe('dark');
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  expect(await isDark(page)).toBe(true);

  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page, '/account/appearance');
  await choose(page, 'Light');
  await expect(root).toHaveAttribute('data-theme', 'light');
  expect(await isDark(page), 'against the system').toBe(false);
  expect(await served(page, '/account/appearance')).toBe('light');

  await choose(page, 'System');
  await expect(root).not.toHaveAttribute('data-theme');
  expect(await isDark(page)).toBe(true);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await isDark(page)).toBe(false);
  expect(await served(page, '/account/appearance')).toBeUndefined();
  await page.reload();
  await expect(page.getByRole('radio', { name: 'System' })).toBeChecked();
});

test('SI-7: it belongs to the browser: it outlives signing out, and others keep their own look', async ({
  page,
  server,
  anotherBrowser,
}) => {
  await register(page, server, MINA);
  await open(page, '/account/appearance');
  await choose(page, 'Dark');
  await button(page, 'Sign out').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const other = await (await anotherBrowser()).newPage();
  await open(other, '/sign-in');
  await expect(other.locator('html')).not.toHaveAttribute('data-theme');
});

test('SI-7: chosen by the keyboard', async ({ page, server }) => {
  await register(page, server, MINA);
  await open(page, '/account/appearance');
  await page.getByRole('radio', { name: 'System' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeFocused();
  await expect.poll(() => served(page, '/account/appearance'), { message: 'the last choice is kept' }).toBe('dark');
});

test('SI-7: the answer to an earlier choice that comes late takes back nothing', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(503);
  await register(page, server, MINA);
  await open(page, '/account/appearance');
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(
    '**/api/account/appearance',
    async (route) => {
      await held;
      await route.fulfill({ status: 503, json: { error: 'unavailable' } });
    },
    { times: 1 },
  );
  await page.getByRole('radio', { name: 'Dark' }).check();
  await choose(page, 'Light');
  const saved = page.getByRole('status').filter({ hasText: 'Saved.' });
  await expect(saved).toBeVisible();
  const late = page.waitForResponse('**/api/account/appearance');
  release();
  await (await late).finished();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await expect(saved).toBeVisible();
});

test('SI-7: a page in the place of the answer is none', async ({ page, server }) => {
  await register(page, server, MINA);
  await open(page, '/account/appearance');
  await page.route('**/api/account/appearance', (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Sign in to the network</h1>' }), {
    times: 1,
  });
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(page.getByText('Can’t reach the server. Nothing is lost: check your connection and send it again.')).toBeVisible();
  await choose(page, 'Light');
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
});
