import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
/** Beyond them, or off by default (FIELD-69). */
const MORE = ['empty-table-header', 'region', 'target-size', 'skip-link', 'landmark-unique', 'landmark-one-main', 'bypass'];

/** What axe finds to mend. */
export async function violations(page: Page): Promise<unknown[]> {
  return found(page, {
    runOnly: { type: 'tag', values: RULES },
    rules: Object.fromEntries(MORE.map((rule) => [rule, { enabled: true }])),
  });
}

/** What axe finds to mend in colours: of its rules the only one that another colour scheme can break. */
export async function paleColors(page: Page): Promise<unknown[]> {
  return found(page, { runOnly: { type: 'rule', values: ['color-contrast'] } });
}

async function found(page: Page, options: Parameters<AxeBuilder['options']>[0]): Promise<unknown[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().options(options).analyze();
  return violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
  }));
}

/** How far the page scrolls sideways, what sticks out of it, and what is cut off without an ellipsis. */
export async function lost(page: Page): Promise<{ sideways: number; out: string[] }> {
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
        else if (style.textOverflow === 'ellipsis' || box.matches('pre, table, [tabindex], iframe, .sheet *, .filters, .tabs')) clips = 'on purpose';
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

/** The height that a finger has to hit, in CSS pixels (style/tokens.css). */
const LEAST = 44;

/** What a finger can tap and would miss. */
export async function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const found: string[] = [];
    for (const control of document.querySelectorAll<HTMLElement>('a, button, summary, select, textarea, input:not([type=hidden])')) {
      // The words of a box or a circle are part of it.
      const target = control.matches('[type=checkbox], [type=radio]') ? (control.closest('label') ?? control) : control;
      if (!target.checkVisibility({ visibilityProperty: true })) continue;
      // What an open menu lies over is not tapped before it is closed.
      if (document.querySelector(':popover-open') && !target.closest(':popover-open')) continue;
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
}
