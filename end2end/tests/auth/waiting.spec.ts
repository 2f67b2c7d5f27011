import { expect, test } from '../../support/fixtures';
import {
  JONAS,
  MINA,
  awake,
  button,
  claim,
  countDocuments,
  expectWaiting,
  field,
  heading,
  link,
  open,
  signIn,
  signUp,
} from '../../support/pages';
import { call, tokenOf, unseen } from '../../support/calls';
import { Post } from '../../support/post';
import { linkIn } from '../../support/server';

test('SU-5: the waiting screen survives a reload, and still moves on by itself', async ({ page, server, anotherBrowser }) => {
  await open(page, '/sign-up');
  await signUp(page, MINA);
  await page.reload();
  await awake(page);
  await expectWaiting(page, MINA.email);
  const documents = await countDocuments(page);
  const other = await (await anotherBrowser()).newPage();
  await open(other, linkIn(await server.mailTo(MINA.email)));
  const confirmed = other.waitForResponse('**/api/accounts/confirm');
  await button(other, 'Confirm').click();
  await confirmed;
  await expect(page).toHaveURL('/setup', { timeout: 3_000 });
  await documents.expectNone();
});

test('SU-5, RST-1: with the server away it says so; the server back, it recovers and moves on', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowOffline();
  await open(page, '/sign-up');
  await signUp(page, MINA);
  const documents = await countDocuments(page);
  const mailed = linkIn(await server.mailTo(MINA.email));
  await server.stop();
  const lost = page.getByText(/^Can’t reach the server\. Trying again in \d+ seconds?; nothing is lost\.$/);
  await expect(lost).toBeVisible();
  await expectWaiting(page, MINA.email);
  await server.begin();
  await expect(lost).toBeHidden({ timeout: 20_000 });
  await expectWaiting(page, MINA.email);
  const other = await (await anotherBrowser()).newPage();
  await open(other, mailed);
  const confirmed = other.waitForResponse('**/api/accounts/confirm');
  await button(other, 'Confirm').click();
  await confirmed;
  await expect(page).toHaveURL('/setup', { timeout: 3_000 });
  await documents.expectNone();
});

test('SU-5: confirmed while the server could not be reached, it moves on as soon as it can', async ({
  page,
  context,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowOffline();
  await open(page, '/sign-up');
  await signUp(page, MINA);
  await context.route('**/api/accounts/attempt-status', (route) => route.abort('connectionrefused'));
  await expect(page.getByText('Can’t reach the server.')).toBeVisible();
  const other = await (await anotherBrowser()).newPage();
  await open(other, linkIn(await server.mailTo(MINA.email)));
  await button(other, 'Confirm').click();
  await expect(heading(other, 'Confirmed')).toBeVisible();
  await context.unroute('**/api/accounts/attempt-status');
  // Looking at the tab again does not wait for the next try.
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(page).toHaveURL('/setup', { timeout: 3_000 });
});

test('SU-5: the network back, the notice goes at once, and has moved no button', async ({ page, context, browserErrors }) => {
  browserErrors.allowOffline();
  browserErrors.allow(/net::ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  await page.clock.install();
  await open(page, '/sign-up');
  await signUp(page, MINA);
  const lost = page.getByText(/^Can’t reach the server\./);
  const other = link(page, 'Use a different address');
  await expect(page.getByText('We sent a link to')).toBeVisible();
  const before = await other.boundingBox();
  await context.setOffline(true);
  for (let tries = 0; tries < 4; tries += 1) await page.clock.runFor(20_000);
  await expect(lost).toBeVisible();
  expect(await other.boundingBox()).toEqual(before);
  // No time goes by from here on: no countdown brings it.
  await context.setOffline(false);
  await expect(lost).toHaveCount(0);
  expect(await other.boundingBox()).toEqual(before);
});

test('SU-5: polls less while hidden, and at once when looked at again', async ({ page }) => {
  await page.clock.install();
  await open(page, '/sign-up');
  await signUp(page, MINA);
  let polls = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/api/accounts/attempt-status')) polls += 1;
  });
  const show = (visible: boolean): Promise<void> =>
    page.evaluate((visible) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => !visible });
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (visible ? 'visible' : 'hidden') });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, visible);
  const polled = async (act: () => Promise<unknown>): Promise<void> => {
    const answered = page.waitForResponse('**/api/accounts/attempt-status');
    await act();
    await (await answered).finished();
    await page.evaluate(() => Promise.resolve());
  };

  await show(false);
  // The poll that was due while it was still seen; from then on it knows.
  await polled(() => page.clock.runFor(3_000));
  polls = 0;
  await page.clock.runFor(15_000);
  expect(polls, 'polls in 15 hidden seconds').toBe(0);
  await polled(() => show(true));
  polls = 0;
  for (let seen = 0; seen < 3; seen += 1) await polled(() => page.clock.runFor(3_000));
  expect(polls, 'polls in 9 seen seconds').toBeGreaterThanOrEqual(3);
});

test('SU-6: resend, once a minute has passed: another mail, the older link superseded', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  await open(page, '/sign-up');
  await signUp(page, MINA);
  const old = linkIn(await server.mailTo(MINA.email));
  const resend = button(page, 'Resend verification email');
  await expect(resend).toBeDisabled();
  await server.later({ seconds: 61 });
  await expect(resend).toBeEnabled();
  await resend.click();
  const fresh = linkIn(await server.mailTo(MINA.email, 2));
  expect(fresh).not.toBe(old);
  await expect(resend).toBeDisabled();

  const tab = await page.context().newPage();
  await open(tab, old);
  await expect(heading(tab, 'This link is from an earlier mail')).toBeVisible();
  await expectWaiting(page, MINA.email);
  await open(tab, fresh);
  await expect(page).toHaveURL('/setup');
});

test('SU-6: that the mail server refuses the address is told, and another one is asked for', async ({ page, server }) => {
  const post = await Post.listen();
  await server.stop();
  await server.begin({ PARLOR_SMTP_URL: post.url, PARLOR_PUBLIC_URL: server.direct });
  await open(page, '/sign-up');
  await signUp(page, { ...MINA, email: 'nobody@harbour.example' });
  const steps = page.getByRole('list', { name: 'Your verification mail' });
  await expect(steps).toContainText('Refused by the mail server');
  await link(page, 'Use a different address').click();
  await field(page, 'Email').fill(MINA.email);
  await button(page, 'Send the link there').click();
  await expectWaiting(page, MINA.email);
  await expect(steps).toContainText('Handed to the mail server');
  post.close();
});

test('SU-6: signing out ends the wait; the link still works', async ({ page, server }) => {
  await open(page, '/sign-up');
  await signUp(page, MINA);
  await button(page, 'Sign out').click();
  await expect(page).toHaveURL('/sign-in');
  await open(page, '/verify');
  await expect(heading(page, 'Nothing to confirm here')).toBeVisible();
  await open(page, linkIn(await server.mailTo(MINA.email)));
  await expect(heading(page, 'Is this you?')).toBeVisible();
});

test('SU-6: signed out in one tab, another waiting tab claims nothing that is not true', async ({ page, context, browserErrors }) => {
  browserErrors.allowStatus(409);
  await open(page, '/sign-up');
  await signUp(page, MINA);
  const second = await context.newPage();
  await open(second, '/verify');
  await expectWaiting(second, MINA.email);
  const polled = second.waitForResponse(
    (answer) => answer.url().endsWith('/api/accounts/attempt-status') && answer.status() === 409,
  );
  await button(page, 'Sign out').click();
  await (await polled).finished();
  await expect(second.getByText('Check your inbox')).toBeHidden();
  await expect(second.getByText('Confirmed')).toHaveCount(0);
});

test('SU-5: without a sign-up there is nothing to wait for, and two ways on', async ({ page }) => {
  await open(page, '/verify');
  await expect(heading(page, 'Nothing to confirm here')).toBeVisible();
  await link(page, 'Sign up').click();
  await expect(page).toHaveURL('/sign-up');
  await page.goBack();
  await link(page, 'Sign in').click();
  await expect(page).toHaveURL('/sign-in');
});

test('SU-13: whoever signs in before confirming sees the waiting screen only', async ({ page, server, anotherBrowser }) => {
  const elsewhere = await (await anotherBrowser()).newPage();
  await claim(elsewhere, server, MINA);
  await open(page, '/sign-in');
  await signIn(page, MINA);
  await expect(page).toHaveURL('/verify');
  await expectWaiting(page, MINA.email);
  for (const name of ['Resend verification email', 'Sign out']) await expect(button(page, name)).toBeVisible();
  await expect(link(page, 'Use a different address')).toBeVisible();
  for (const path of ['/', '/setup', '/choose', '/o/harbour-finch', '/o/x']) {
    await open(page, path);
    await expect(page).toHaveURL('/verify');
    await expectWaiting(page, MINA.email);
  }
  const answer = await page.request.post('/api/organizations/create', {
    form: { name: 'Too Soon' },
    headers: { Origin: server.url },
  });
  expect(answer.status()).toBe(403);
  expect(await answer.text()).toContain('Confirm your address first');

  // The link from the mail of the sign-up brings this browser on.
  const other = await (await anotherBrowser()).newPage();
  await open(other, linkIn(await server.mailTo(MINA.email)));
  await button(other, 'Confirm').click();
  await expect(heading(other, 'Confirmed')).toBeVisible();
  await expect(page).toHaveURL('/setup', { timeout: 3_000 });
});

test('SU-9: signing up gives no session', async ({ page, context }) => {
  await open(page, '/sign-up');
  await signUp(page, JONAS);
  const names = (await context.cookies()).map((cookie) => cookie.name.replace(/-\d+$/, ''));
  expect(names).toEqual(['parlor-attempt']);
  await open(page, '/setup');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('SU-8, FIELD-76: of three waiting tabs one goes on, and none asks for what is gone', async ({ page, context, server }) => {
  await open(page, '/sign-up');
  await signUp(page, MINA);
  const others = [await context.newPage(), await context.newPage()];
  for (const tab of others) await open(tab, '/verify');
  const refused: string[] = [];
  context.on('response', (response) => {
    if (response.status() >= 400) refused.push(response.url());
  });
  await call(await unseen(server), server, 'accounts/confirm', { token: tokenOf(linkIn(await server.mailTo(MINA.email))) });
  const tabs = [page, ...others];
  const through = async (): Promise<number> => tabs.filter((tab) => new URL(tab.url()).pathname === '/setup').length;
  await expect.poll(through).toBe(1);
  for (const tab of tabs) {
    if (new URL(tab.url()).pathname !== '/setup') await expect(link(tab, 'Or carry on here')).toBeVisible();
  }
  expect(await through()).toBe(1);
  expect(refused).toEqual([]);
});

for (const days of [3, -3]) {
  test(`FIELD-26: times are told from the server's now, on a machine that is ${String(days)} days off`, async ({ page }) => {
    await page.addInitScript((ahead) => {
      const Real = Date;
      const now = (): number => Real.now() + ahead;
      globalThis.Date = new Proxy(Real, {
        construct: (date, given: []) => (given.length === 0 ? new date(now()) : new date(...given)),
        get: (date, name) => (name === 'now' ? now : (Reflect.get(date, name) as unknown)),
      });
    }, days * 86_400_000);
    await open(page, '/sign-up');
    await signUp(page, MINA);
    await expectWaiting(page, MINA.email);
    const good = page.getByText(/good until/i);
    // 48 hours ahead is a weekday, neither today nor a date.
    await expect(good).toContainText(/(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d\d:\d\d/);
    await page.reload();
    await expect(good).toContainText(/(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d\d:\d\d\./);
  });
}

test('SU-5, FIELD-4: a poll that hangs is none: the screen says that it can’t reach the server, and goes on', async ({ page, server }) => {
  await open(page, '/sign-up');
  await signUp(page, MINA);
  // Neither answered nor refused.
  await page.route('**/api/accounts/attempt-status', () => undefined, { times: 1 });
  await page.waitForRequest('**/api/accounts/attempt-status');
  await expect(page.getByText(/Can’t reach the server\. Trying again in/)).toBeVisible({ timeout: 15_000 });
  await call(await unseen(server), server, 'accounts/confirm', { token: tokenOf(linkIn(await server.mailTo(MINA.email))) });
  await expect(page).toHaveURL('/setup');
});

test('FIELD-66: without a sign-up the page is called what it says', async ({ page }) => {
  await open(page, '/verify');
  await expect(heading(page, 'Nothing to confirm here')).toBeVisible();
  await expect(page).toHaveTitle('Nothing to confirm here · Parlor');
});

for (const width of [320, 390]) {
  test(`FIELD-66: a long address breaks where a person would break it, ${width} px wide`, async ({ page, server }) => {
    await page.setViewportSize({ width, height: 800 });
    for (const email of ['mina.okafor-reed@support.harbourfinch-partners.example', `${'w'.repeat(64)}@${'m'.repeat(63)}.example`]) {
      await page.context().clearCookies();
      await claim(page, server, { ...MINA, email });
      await open(page, '/verify');
      /** The address as it stands in lines. */
      const lines = await page.getByRole('main').getByText(email, { exact: true }).evaluate((element) => {
        const lines: string[] = [];
        let top = Number.NEGATIVE_INFINITY;
        const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        for (let node = texts.nextNode(); node; node = texts.nextNode()) {
          for (let at = 0; at < (node.textContent ?? '').length; at++) {
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            const box = range.getBoundingClientRect();
            if (box.top > top + 4) lines.push('');
            top = Math.max(top, box.top);
            lines[lines.length - 1] += node.textContent?.[at] ?? '';
          }
        }
        return lines;
      });
      expect(lines.join('')).toBe(email);
      for (const line of lines.slice(1)) expect(line.length, `${lines.join(' | ')}`).toBeGreaterThan(3);
    }
  });
}
