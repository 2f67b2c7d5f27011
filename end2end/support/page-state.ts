import type { Page } from '@playwright/test';
import { MINA, awake } from './pages';
import type { Server } from './server';

/** A page, or a state of one, that every check of looks and accessibility visits. */
export interface PageState {
  name: string;
  /** Brings the page there. */
  go(page: Page, server: Server): Promise<void>;
  /** The statuses of refusals on the way. */
  refused?: number[];
  /** Whether it has a menu open, or anything else that a change of the window's width closes. */
  closes?: boolean;
}

export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  if (!path.startsWith('/dev/')) await awake(page);
}

/** A name as long as a name may be, and without a place to break it. */
export const LONG_NAME = 'W'.repeat(80);
export const LONG_PERSON = {
  name: 'W'.repeat(100),
  email: `${'w'.repeat(64)}@${'w'.repeat(63)}.${'w'.repeat(63)}.example`,
  password: MINA.password,
};
