import { type BrowserContext, type BrowserContextOptions, test as base, expect } from '@playwright/test';
import { Server } from './server';
import { BrowserErrors } from './browser-errors';

export { expect } from '@playwright/test';

interface Fixtures {
  /** A server of this test's own. */
  server: Server;
  /** Settings of that server beyond the usual ones. */
  settings: Record<string, string>;
  /** What went wrong in any browser; the test fails by it. */
  browserErrors: BrowserErrors;
  /** Opens another browser: cookies of its own. */
  anotherBrowser: (options?: BrowserContextOptions) => Promise<BrowserContext>;
}

export const test = base.extend<Fixtures>({
  settings: [{}, { option: true }],

  server: async ({ settings }, use, info) => {
    const server = await Server.start(settings);
    await use(server);
    await server.end();
    if (server.log) await info.attach('server.log', { body: server.log, contentType: 'text/plain' });
    expect(server.log, 'the server logged no error and did not panic').not.toMatch(/"level":"ERROR"|panicked/);
  },

  baseURL: async ({ server }, use) => use(server.url),

  browserErrors: [
    async ({}, use) => {
      const browserErrors = new BrowserErrors();
      await use(browserErrors);
      expect(browserErrors.all(), 'nothing went wrong in any browser').toEqual([]);
    },
    { auto: true },
  ],

  context: async ({ context, browserErrors, server }, use) => {
    browserErrors.watch(context, server.url);
    await use(context);
  },

  anotherBrowser: async ({ browser, contextOptions, baseURL, locale, timezoneId, browserErrors, server }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...contextOptions, baseURL, locale, timezoneId, ...options });
      browserErrors.watch(context, server.url);
      opened.push(context);
      return context;
    });
    for (const context of opened) await context.close();
  },
});
