import { defineConfig } from '@playwright/test';
import { browser } from './browser';

/**
 * `npm run screenshots`: every page in three sizes and colours, for people to look at. No part of the tests.
 * SCREENSHOTS names the folder they go to.
 */
export default defineConfig({
  testDir: 'screenshots',
  outputDir: 'test-results/screenshots-run',
  fullyParallel: true,
  workers: Number(process.env.PARLOR_END2END_WORKERS ?? 2),
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: browser,
});
