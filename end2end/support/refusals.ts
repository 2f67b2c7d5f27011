import { type Locator, type Page, expect } from '@playwright/test';

/**
 * The field says what is wrong with it: the message beside it and tied to it, what was typed still there, the focus on
 * it. Soft, so that a list of cases is gone through to its end.
 */
export async function expectRefused(field: Locator, typed: string, message: string): Promise<void> {
  await expect.soft(field).toHaveAttribute('aria-invalid', 'true', { timeout: 5_000 });
  const told = { timeout: 1_000 };
  await expect.soft(field).toHaveAccessibleDescription(message, told);
  await expect.soft(field).toHaveValue(typed, told);
  await expect.soft(field).toBeFocused(told);
}

/**
 * Leaves the field that is being filled in, and waits until no mistake of an earlier try is on show: where one goes away,
 * what is below moves up, under the pointer of somebody as quick as a test.
 */
export async function settle(page: Page): Promise<void> {
  await page.locator(':focus').blur();
  await expect(page.locator('[aria-invalid]')).toHaveCount(0);
}
