import { defineConfig } from '@playwright/test';
import { browser } from './browser';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: true,
  // Each worker runs a browser and a server.
  workers: Number(process.env.PARLOR_END2END_WORKERS ?? 2),
  // A test that fails once has found something; a loaded machine gets a second look.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: { ...browser, screenshot: 'only-on-failure', trace: 'off' },
});
