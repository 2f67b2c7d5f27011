import { defineConfig } from '@playwright/test';
import { browser } from './browser';

/**
 * `cargo xtask bench browser`: how long people wait in a browser, told in tables. No part of the tests: what must be true for a
 * figure to count is asserted, the figure itself never.
 */
export default defineConfig({
  testDir: 'bench',
  testMatch: '*.bench.ts',
  outputDir: 'test-results/bench-run',
  // One measurement after the other: beside another one, each would measure both.
  workers: 1,
  // A figure that comes at the second try is not the same figure.
  retries: 0,
  timeout: 900_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: { ...browser, screenshot: 'off', trace: 'off' },
});
