import type { Page } from '@playwright/test';

/** What was on the page at one moment. */
export interface DomSnapshot {
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
export async function recordDom(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const snapshots: DomSnapshot[] = (window.snapshots = []);
    const look = (): void => {
      const text = (selector: string): string => document.querySelector(selector)?.textContent ?? '';
      const snapshot = {
        organization: document.querySelector('nav[aria-label]')?.getAttribute('aria-label') ?? '',
        heading: text('h1'),
        main: text('main'),
        all: document.body?.innerText ?? '',
      };
      const before = snapshots.at(-1);
      if (!before || Object.entries(snapshot).some(([key, value]) => before[key as keyof DomSnapshot] !== value)) {
        snapshots.push(snapshot);
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
export async function takeSnapshots(page: Page): Promise<DomSnapshot[]> {
  return page.evaluate(() => window.snapshots?.splice(0) ?? []);
}
