import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures';
import { longStates, states } from '../../support/page-states';
import { lost, paleColors, tooSmall, violations } from '../../support/looks';

/** A phone of this width, as far as a page can tell. */
async function onPhone(page: Page, width: number): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  await browser.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 1 });
  await page.setViewportSize({ width, height: width * 2 });
}

for (const { name, go, refused = [], closes = false } of states) {
  test(`${name}: axe finds nothing in light or dark, nothing is lost at 320 px, a finger hits everything`, async ({ page, server, browserErrors }) => {
    browserErrors.allowStatus(...refused);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await go(page, server);
    expect(await page.title(), 'a title').not.toBe('');
    expect.soft(await page.locator('h1:visible').count(), 'one h1').toBe(1);
    expect.soft(await page.locator('main:visible').count(), 'one main').toBe(1);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    expect.soft(await violations(page), 'light').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    expect.soft(await paleColors(page), 'dark').toEqual([]);
    if (closes) return;
    await onPhone(page, 320);
    expect.soft(await lost(page), '320 px').toEqual({ sideways: 0, out: [] });
    await onPhone(page, 390);
    // The gallery and the mailbox are for developers at their desks.
    if (!name.startsWith('dev-')) expect.soft(await tooSmall(page), 'to tap').toEqual([]);
  });
}

for (const { name, go, refused = [], closes = false } of longStates) {
  test(`${name}: nothing is lost, on a wide screen or at 320 px`, async ({ page, server, browserErrors }) => {
    browserErrors.allowStatus(...refused);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await go(page, server);
    expect.soft(await lost(page), 'wide').toEqual({ sideways: 0, out: [] });
    if (closes) return;
    await onPhone(page, 320);
    expect.soft(await lost(page), '320 px').toEqual({ sideways: 0, out: [] });
  });
}

test.describe('what closes when the window changes is opened again on a phone', () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true });

  for (const { name, go, refused = [] } of [...states, ...longStates].filter(({ closes }) => closes)) {
    test(`${name}: nothing is lost at 320 px, a finger hits everything`, async ({ page, server, browserErrors }) => {
      browserErrors.allowStatus(...refused);
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await go(page, server);
      expect.soft(await lost(page), '320 px').toEqual({ sideways: 0, out: [] });
      await page.setViewportSize({ width: 390, height: 844 });
      if (!name.endsWith('-long')) expect.soft(await tooSmall(page), 'to tap').toEqual([]);
    });
  }
});
