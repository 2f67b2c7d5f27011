import { type Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures';
import { longPlaces, places } from '../../support/everywhere';

/** How far the page scrolls sideways, what sticks out of it, and what is cut off without an ellipsis. */
async function lost(page: Page): Promise<{ sideways: number; out: string[] }> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const out: string[] = [];
    for (const element of document.querySelectorAll('body *')) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const { left, right, width } = element.getBoundingClientRect();
      if (width <= 1) continue;
      // The nearest box that clips. An ellipsis loses nothing, nor does what the keyboard can scroll, as the gallery's grid.
      let box: Element | null = element.parentElement;
      let clips = '';
      for (; box && box !== document.body; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (style.position === 'absolute' && box.clientWidth <= 1) clips = 'visually hidden';
        else if (style.textOverflow === 'ellipsis' || box.matches('pre, table, [tabindex], iframe, .sheet *')) clips = 'on purpose';
        else if (style.overflowX !== 'visible') clips = 'hard';
        if (clips) break;
      }
      if (clips && clips !== 'hard') continue;
      const edges = clips === 'hard' && box ? box.getBoundingClientRect() : { left: 0, right: clientWidth };
      if (right > edges.right + 1 || left < edges.left - 1) {
        out.push(`${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}: ${left}–${right} of ${edges.left}–${edges.right}`);
      }
    }
    return { sideways: scrollWidth - clientWidth, out };
  });
}

test.describe('320 px wide', () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true });

  for (const { name, go, refused = [] } of [...places, ...longPlaces]) {
    test(`nothing of ${name} is lost at 320 px`, async ({ page, server, trouble }) => {
      trouble.allowStatus(...refused);
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await go(page, server);
      expect(await lost(page)).toEqual({ sideways: 0, out: [] });
    });
  }
});

for (const { name, go, refused = [] } of longPlaces) {
  test(`nothing of ${name} is lost on a wide screen`, async ({ page, server, trouble }) => {
    trouble.allowStatus(...refused);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await go(page, server);
    expect(await lost(page)).toEqual({ sideways: 0, out: [] });
  });
}
