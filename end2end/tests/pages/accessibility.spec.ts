import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../../support/fixtures';
import { places } from '../../support/everywhere';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
/** Beyond them, or off by default (FIELD-69). */
const MORE = ['empty-table-header', 'region', 'target-size', 'skip-link', 'landmark-unique', 'landmark-one-main', 'bypass'];

for (const { name, go, refused = [] } of places) {
  test(`axe finds nothing to mend on ${name}, light or dark`, async ({ page, server, trouble }) => {
    trouble.allowStatus(...refused);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await go(page, server);
    expect(await page.title(), 'a title').not.toBe('');
    expect.soft(await page.locator('h1:visible').count(), 'one h1').toBe(1);
    expect.soft(await page.locator('main:visible').count(), 'one main').toBe(1);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode()
        .options({
          runOnly: { type: 'tag', values: RULES },
          rules: Object.fromEntries(MORE.map((rule) => [rule, { enabled: true }])),
        })
        .analyze();
      const told = violations.map(({ id, help, nodes }) => ({
        id,
        help,
        where: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
      }));
      expect.soft(told, colorScheme).toEqual([]);
    }
  });
}
