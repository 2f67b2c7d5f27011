import type { Page } from '@playwright/test';

/** What was on the page at one moment. */
export interface Sight {
  /** The name of the open organization. */
  organization: string;
  /** The heading. */
  heading: string;
  /** Everything in the main part. */
  main: string;
  /** Everything that is shown. */
  all: string;
}

/** Notes what is on the page at every change of it and at every frame, from its first element on. */
export async function recordSights(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const sights: Sight[] = (window.sights = []);
    const look = (): void => {
      const text = (selector: string): string => document.querySelector(selector)?.textContent ?? '';
      const sight = {
        organization: document.querySelector('nav[aria-label]')?.getAttribute('aria-label') ?? '',
        heading: text('h1'),
        main: text('main'),
        all: document.body?.innerText ?? '',
      };
      const before = sights.at(-1);
      if (!before || Object.entries(sight).some(([key, value]) => before[key as keyof Sight] !== value)) {
        sights.push(sight);
      }
    };
    new MutationObserver(look).observe(document, {
      childList: true,
      subtree: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['aria-label'],
    });
    const everyFrame = (): void => {
      look();
      requestAnimationFrame(everyFrame);
    };
    everyFrame();
  });
}

/** What was seen so far; starts anew. */
export async function takeSights(page: Page): Promise<Sight[]> {
  return page.evaluate(() => window.sights?.splice(0) ?? []);
}
