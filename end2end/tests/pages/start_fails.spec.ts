import type { Page, Route } from '@playwright/test';
import { claim, register } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, button, field, heading, link, open, signIn, homeHeading, membersFromHome } from '../../support/pages';
import { linkIn } from '../../support/server';

const WASM = /\/pkg\/parlor\.[^/]*\.wasm$/;

/** Whatever the browser logs about code that does not come. */
const NOT_LOADED = /Failed to load|Failed to fetch|WebAssembly|wasm|module|Uncaught/i;

async function givenUp(page: Page): Promise<void> {
  await page.waitForSelector('html[data-given-up]:not([data-awake])');
}

/** Answers every document without its parts that match. */
async function without(page: Page, part: RegExp): Promise<void> {
  await page.route(/\/o\/|\/account/, async (route) => {
    if (route.request().resourceType() !== 'document') return route.fallback();
    const response = await route.fetch();
    const body = await response.text();
    expect(body).toMatch(part);
    await route.fulfill({ response, body: body.replace(part, '') });
  });
}

const PARTS = {
  'the list of unfinished parts': /<script[^>]*>\s*__INCOMPLETE_CHUNKS=\[\];?[^<]*<\/script>/,
  'what the server knew already': /<script[^>]*>\s*__RESOLVED_RESOURCES=[^<]*<\/script>/,
  'everything behind the page': /(?<=<\/html>)[\s\S]+$/,
};

for (const [name, part] of Object.entries(PARTS)) {
  test(`FIELD-1: a document without ${name} never looks alive while it is dead`, async ({ page, server, browserErrors }) => {
    browserErrors.allow(/./);
    browserErrors.allowExceptions(/__INCOMPLETE_CHUNKS|__RESOLVED_RESOURCES|__SERIALIZED_ERRORS/);
    await register(page, server, MINA, ['Harbour']);
    await without(page, part);
    await page.goto('/o/harbour');
    await page.waitForSelector('html[data-awake], html[data-given-up]');
    await membersFromHome(page).click();
    await expect(heading(page, 'Members')).toBeVisible();
  });
}

const FAILURES: Record<string, (route: Route) => Promise<void>> = {
  'is blocked': (route) => route.abort(),
  'is not there': (route) => route.fulfill({ status: 404, body: 'Not found' }),
  'is a page of HTML': (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Sign in to the network</h1>' }),
  'is cut off': (route) => route.fulfill({ contentType: 'application/wasm', body: Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0]) }),
};

for (const [name, fail] of Object.entries(FAILURES)) {
  test(`FIELD-1: the wasm ${name}: pages are links and forms, and the waiting page moves on`, async ({ page, server, browserErrors, anotherBrowser }) => {
    browserErrors.allow(NOT_LOADED);
    browserErrors.allowExceptions(/./);
    await page.route(WASM, fail);
    await page.goto('/sign-up');
    await givenUp(page);
    await field(page, 'Name').fill(MINA.name);
    await field(page, 'Email').fill(MINA.email);
    await field(page, 'Password').fill(MINA.password);
    await button(page, 'Sign up').click();
    await expect(heading(page, 'Check your inbox')).toBeVisible();
    await givenUp(page);
    const elsewhere = await (await anotherBrowser()).newPage();
    await open(elsewhere, linkIn(await server.mailTo(MINA.email)));
    await button(elsewhere, 'Confirm').click();
    await expect(heading(elsewhere, 'Confirmed')).toBeVisible();
    await expect(button(page, 'Carry on')).toBeVisible();
  });
}

test('FIELD-1: without WebAssembly nothing is shown that needs it', async ({ page, server, browserErrors }) => {
  browserErrors.allow(NOT_LOADED);
  browserErrors.allowExceptions(/WebAssembly/);
  await register(page, server, MINA, ['Harbour']);
  await page.addInitScript(() => void Reflect.deleteProperty(window, 'WebAssembly'));
  await page.goto('/o/harbour/members');
  await givenUp(page);
  await expect(page.locator('.needs-script').filter({ visible: true })).toHaveCount(0);
  await link(page.getByRole('navigation'), 'Home').click();
  await expect(homeHeading(page, 'Harbour')).toBeVisible();
});

test('FIELD-1: code that never comes is not waited for', async ({ page, server, browserErrors }) => {
  browserErrors.allow(NOT_LOADED);
  await claim(page, server, JONAS);
  await page.clock.install();
  await page.route(WASM, () => new Promise(() => {}));
  await page.goto('/sign-in');
  await page.clock.fastForward(31_000);
  await givenUp(page);
});

test('FIELD-1: an error of another program gives nothing up', async ({ page }) => {
  await open(page, '/sign-up');
  await page.evaluate(async () => {
    const trap = (stack: string) => Object.assign(new WebAssembly.RuntimeError('unreachable'), { stack });
    const theirs = trap('RuntimeError: unreachable\n    at wallet (chrome-extension://nkbihfbeogaeaoehlefnkodbefgpgknn/wallet.wasm:wasm-function[3]:0x52)');
    dispatchEvent(new ErrorEvent('error', { error: theirs }));
    dispatchEvent(new ErrorEvent('error', { error: new TypeError('nothing') }));
    await Promise.resolve();
  });
  await expect(page.locator('html')).toHaveAttribute('data-awake', '');
  await field(page, 'Name').fill(JONAS.name);
  await page.evaluate(() => {
    const stack = `RuntimeError: unreachable\n    at core (${location.origin}/pkg/parlor.0.wasm:wasm-function[3]:0x52)`;
    dispatchEvent(new ErrorEvent('error', { error: Object.assign(new WebAssembly.RuntimeError('unreachable'), { stack }) }));
  });
  await givenUp(page);
});

test('FIELD-1: keys that are none are passed over', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour', 'Meadow']);
  await open(page, '/o/harbour/members');
  for (const opened of [false, true]) {
    if (opened) await button(page, 'Switch organization').click();
    await page.evaluate(() => {
      for (const input of document.querySelectorAll('input')) {
        for (const type of ['keydown', 'keypress', 'keyup']) input.dispatchEvent(new Event(type, { bubbles: true }));
      }
      document.body.dispatchEvent(new Event('keydown', { bubbles: true }));
    });
  }
  await page.keyboard.press('Escape');
  await link(page.getByRole('navigation'), 'Home').click();
  await expect(homeHeading(page, 'Harbour')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-awake', '');
});

test('a page from the browser’s memory that is not awake is loaded anew', async ({ page, server, browserErrors }) => {
  browserErrors.allow(NOT_LOADED);
  browserErrors.allowExceptions(/./);
  await register(page, server, MINA, ['Harbour']);
  await page.route(WASM, (route) => route.abort());
  await page.goto('/o/harbour');
  await givenUp(page);
  await page.context().clearCookies();
  // The browser of the tests keeps no page in its memory.
  await page.evaluate(() => void setTimeout(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))));
  await expect(heading(page, 'Sign in')).toBeVisible();
  await page.unroute(WASM);
  await page.goto('/sign-in');
  await signIn(page, MINA);
  await expect(homeHeading(page, 'Harbour')).toBeVisible();
});
