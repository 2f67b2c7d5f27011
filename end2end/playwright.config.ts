import { defineConfig } from '@playwright/test';
import { browser } from './browser';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: true,
  // Each worker runs a browser and a server.
  workers: Number(process.env.PARLOR_END2END_WORKERS ?? 3),
  // A second try is no pardon: `cargo xtask test` says how many needed one, and none is wanted.
  retries: Number(process.env.PARLOR_END2END_RETRIES ?? 0),
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: { ...browser, screenshot: 'off', trace: 'off' },
});
