import { expect, test } from '../../support/fixtures';
import { places } from '../../support/everywhere';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

/** The height that a finger has to hit, in CSS pixels (style/tokens.css). */
const LEAST = 44;

for (const { name, go, refused = [] } of places.filter(({ name }) => !name.startsWith('dev-'))) {
  test(`on ${name}, everything to tap is ${LEAST} px high`, async ({ page, server, trouble }) => {
    trouble.allowStatus(...refused);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await go(page, server);
    const small = await page.evaluate((least) => {
      const found: string[] = [];
      for (const control of document.querySelectorAll<HTMLElement>('a, button, summary, select, textarea, input:not([type=hidden])')) {
        // The words of a box or a circle are part of it.
        const target = control.matches('[type=checkbox], [type=radio]') ? (control.closest('label') ?? control) : control;
        if (!target.checkVisibility({ visibilityProperty: true })) continue;
        // A link within a sentence is as high as its line.
        if (target.matches('a') && getComputedStyle(target).display === 'inline' && target.parentElement?.matches('p, span')) continue;
        target.scrollIntoView({ block: 'center' });
        const { left, top, width, height } = target.getBoundingClientRect();
        const x = left + width / 2;
        const hits = (y: number): boolean => {
          const hit = document.elementFromPoint(x, y);
          return hit !== null && (hit === target || target.contains(hit));
        };
        const middle = top + height / 2;
        if (!hits(middle)) continue;
        let above = middle;
        let below = middle;
        while (hits(above - 1)) above -= 1;
        while (hits(below + 1)) below += 1;
        const high = Math.max(height, below - above + 1);
        if (high < least - 0.5) found.push(`${target.tagName.toLowerCase()} "${target.textContent?.trim() || target.id}": ${high}`);
      }
      return found;
    }, LEAST);
    expect(small).toEqual([]);
  });
}
