import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from '@playwright/test';

/** The browser that every test drives: Debian's Chromium, headless, talking to nobody but the server under test. */
export const browser: Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> = {
  browserName: 'chromium',
  // Times are told in UTC by the server and in the reader's zone by the browser: a zone that is neither near nor equal.
  timezoneId: 'America/New_York',
  locale: 'en-GB',
  launchOptions: {
    executablePath: process.env.PARLOR_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  },
};
