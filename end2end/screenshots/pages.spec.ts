import { join } from 'node:path';
import { longStates, states } from '../support/page-states';
import { test } from '../support/fixtures';

const FOLDER = process.env.SCREENSHOTS ?? join(__dirname, '../test-results/screenshots');

const looks = [
  { look: 'light', colorScheme: 'light', viewport: { width: 1280, height: 800 }, hasTouch: false },
  { look: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 800 }, hasTouch: false },
  { look: 'phone', colorScheme: 'light', viewport: { width: 390, height: 844 }, hasTouch: true },
] as const;

for (const { look, ...options } of looks) {
  test.describe(look, () => {
    test.use(options);
    for (const { name, go, refused = [] } of [...states, ...longStates]) {
      test(`${name}-${look}`, async ({ page, server, browserErrors }) => {
        browserErrors.allowStatus(...refused);
        await page.emulateMedia({ reducedMotion: 'reduce' });
        await go(page, server);
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({ path: join(FOLDER, `${name}-${look}.png`), fullPage: true, caret: 'hide' });
      });
    }
  });
}
