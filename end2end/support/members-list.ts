import type { Locator, Page } from '@playwright/test';

/** The row of the list with this name or address in it. */
export function row(page: Page, text: string): Locator {
  return page.getByRole('row').filter({ hasText: text });
}

/** The box by which somebody is ticked. */
export function tick(page: Page, name: string): Locator {
  return page.getByRole('checkbox', { name, exact: true });
}

/** What can be done with those who are ticked. */
export function bar(page: Page): Locator {
  return page.getByRole('region', { name: 'Selection' });
}
