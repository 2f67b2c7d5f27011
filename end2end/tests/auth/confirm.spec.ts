import { expect, test } from '../../support/fixtures';
import { MINA, button, claim, expectWaiting, fillSignUp, heading, link, open, signIn, signUp } from '../../support/pages';
import { Referrers } from '../../support/referrers';
import { linkIn } from '../../support/server';

const HOURS = 48;

test('SU-7, SU-9, SES-12: a second browser is asked first, and confirming does not sign it in', async ({
  page,
  server,
  anotherBrowser,
}) => {
  await open(page, '/sign-up');
  await signUp(page, MINA);
  const context = await anotherBrowser();
  const other = await context.newPage();
  await open(other, linkIn(await server.mailTo(MINA.email)));
  await expect(heading(other, 'Is this you?')).toBeVisible();
  const main = other.getByRole('main');
  await expect(main.getByText(MINA.email, { exact: true })).toBeVisible();
  await expect(main.getByText(MINA.name, { exact: true })).toBeVisible();
  await expect(main.getByText(/^Today, \d\d:\d\d$/)).toBeVisible();
  await expect(main.getByText('a moment ago')).toBeVisible();
  await expect(button(other, "This wasn't me")).toBeVisible();
  await expectWaiting(page, MINA.email);

  const confirmed = other.waitForResponse('**/api/accounts/confirm');
  await button(other, 'Confirm').click();
  expect((await confirmed).status()).toBe(200);
  await expect(page).toHaveURL('/setup', { timeout: 3_000 });

  await expect(heading(other, 'Confirmed')).toBeVisible();
  expect(await context.cookies(), 'the second browser holds no cookie').toEqual([]);
  await open(other, '/setup');
  await expect(heading(other, 'Sign in')).toBeVisible();
});

test("SU-7, TOK-19: *This wasn't me* deletes the claim; the address is free, the first browser waits on", async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(401, 410);
  await open(page, '/sign-up');
  await signUp(page, MINA);
  const mailed = linkIn(await server.mailTo(MINA.email));
  const other = await (await anotherBrowser()).newPage();
  await open(other, mailed);
  await button(other, "This wasn't me").click();
  await expect(heading(other, 'The sign-up is gone')).toBeVisible();
  await page.waitForResponse('**/api/accounts/attempt-status');
  await expectWaiting(page, MINA.email);

  await test.step('the claim is gone', async () => {
    await open(other, mailed);
    await expect(heading(other, 'The sign-up is gone')).toBeVisible();
    await link(other, 'Sign up').click();
    await expect(other).toHaveURL('/sign-up');
    await open(other, '/sign-in');
    await signIn(other, MINA);
    await expect(other.getByText('That email and password don’t go together.')).toBeVisible();
  });

  await test.step('the address is free', async () => {
    await open(other, '/sign-up');
    await signUp(other, { ...MINA, password: 'words of her own choosing' });
    await other.goto(linkIn(await server.mailTo(MINA.email, 2)));
    await expect(other).toHaveURL('/setup');
    await page.waitForResponse('**/api/accounts/attempt-status');
    await expectWaiting(page, MINA.email);
  });
});

test('SU-14, FIELD-67: a used link sees that one is signed in, and leads to where one works', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  const mailed = await claim(page, server, MINA);
  await page.goto(mailed);
  await expect(page).toHaveURL('/setup');
  const answer = await page.goto(mailed);
  expect(answer?.status()).toBe(410);
  await expect(page.getByText('The address is confirmed, and you’re signed in here.')).toBeVisible();
  await link(page, 'Carry on').click();
  await expect(page).toHaveURL('/setup');
});

test('SU-4, SU-14: a link works until just before 48 hours', async ({ page, server, anotherBrowser }) => {
  const mailed = await claim(page, server, MINA);
  // A minute is left for a slow machine; the second itself is proven by HTTP.
  await server.later({ hours: HOURS, seconds: -60 });
  const other = await (await anotherBrowser()).newPage();
  await open(other, mailed);
  await button(other, 'Confirm').click();
  await expect(heading(other, 'Confirmed')).toBeVisible();
});

test('SU-4, SU-14: after 48 hours it has expired, and signing in brings a new one', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(410);
  const mailed = await claim(page, server, MINA);
  await server.later({ hours: HOURS });
  const other = await (await anotherBrowser()).newPage();
  const answer = await other.goto(mailed);
  expect(answer?.status()).toBe(410);
  await expect(heading(other, 'This link has expired')).toBeVisible();
  await expect(other.getByText('Links are good for 48 hours.')).toBeVisible();
  await link(other, 'Sign in').click();
  await signIn(other, MINA);
  await expectWaiting(other, MINA.email);
  await other.goto(linkIn(await server.mailTo(MINA.email, 2)));
  await expect(other).toHaveURL('/setup');
});

test('SU-4, SU-14: confirming at 48 hours what was looked at before is refused', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(410);
  const mailed = await claim(page, server, MINA);
  const other = await (await anotherBrowser()).newPage();
  await open(other, mailed);
  await server.later({ hours: HOURS });
  await button(other, 'Confirm').click();
  await expect(other.getByText('Links are good for 48 hours.')).toBeVisible();
  await expect(heading(other, 'Confirmed')).toHaveCount(0);
});

test('SU-4, SU-14: used, and superseded by signing up again', async ({ page, server, browserErrors, anotherBrowser }) => {
  browserErrors.allowStatus(410);
  const first = await claim(page, server, MINA);
  await open(page, '/sign-up');
  await fillSignUp(page, MINA);
  await button(page, 'Sign up').click();
  await expectWaiting(page, MINA.email);
  const second = linkIn(await server.mailTo(MINA.email, 2));
  const other = await (await anotherBrowser()).newPage();

  await open(other, first);
  await expect(heading(other, 'This link is from an earlier mail')).toBeVisible();
  await expect(other.getByText('The newest one works: look for it in your inbox.')).toBeVisible();
  await expect(link(other, 'Sign in')).toBeVisible();

  await open(other, second);
  await button(other, 'Confirm').click();
  await expect(heading(other, 'Confirmed')).toBeVisible();
  const answer = await other.goto(second);
  expect(answer?.status()).toBe(410);
  await expect(heading(other, 'This link was used already')).toBeVisible();
  await expect(other.getByText('The address is confirmed.')).toBeVisible();
  await link(other, 'Sign in').click();
  await expect(heading(other, 'Sign in')).toBeVisible();
});

test('SU-14: unknown links of any shape say so', async ({ page, browserErrors }) => {
  browserErrors.allowStatus(404);
  for (const token of ['x', 'A'.repeat(43), 'A'.repeat(2_000), '%00', '%3Cscript%3Ealert(1)%3C%2Fscript%3E', '..%2F..%2Fsetup']) {
    const answer = await page.goto(`/verify/${token}`);
    expect.soft(answer?.status(), token).toBe(404);
    await expect.soft(heading(page, 'We don’t know this link'), token).toBeVisible();
    await expect.soft(link(page, 'Sign up'), token).toBeVisible();
  }
});

test('SU-7, TOK-4: a scanner that runs scripts, prefetches and HEAD change nothing; the person’s click works after', async ({
  page,
  server,
  anotherBrowser,
}) => {
  await open(page, '/sign-up');
  await signUp(page, MINA);
  const mailed = linkIn(await server.mailTo(MINA.email));
  for (let visit = 0; visit < 2; visit += 1) {
    const scanner = await anotherBrowser();
    const tab = await scanner.newPage();
    await tab.goto(mailed, { waitUntil: 'networkidle' });
    await expect(button(tab, 'Confirm')).toBeVisible();
    await tab.request.head(mailed);
    await tab.request.get(mailed, { headers: { 'Sec-Purpose': 'prefetch' } });
    await scanner.close();
  }
  await page.waitForResponse('**/api/accounts/attempt-status');
  await expectWaiting(page, MINA.email);
  const tab = await page.context().newPage();
  await tab.goto(mailed);
  await expect(page).toHaveURL('/setup');
});

test('SU-7: the browser that signed up has nothing to click', async ({ page, context, server }) => {
  await open(page, '/sign-up');
  await signUp(page, MINA);
  const tab = await context.newPage();
  const confirmed = tab.waitForRequest('**/api/accounts/confirm');
  await tab.goto(linkIn(await server.mailTo(MINA.email)));
  await confirmed;
  await expect(button(tab, "This wasn't me")).toHaveCount(0);
  await expect(page).toHaveURL('/setup');
});

test('TOK-20: no address with a token is ever a referrer', async ({ page, server, anotherBrowser }) => {
  const mailed = await claim(page, server, MINA);
  const token = mailed.split('/').pop() ?? '';
  const context = await anotherBrowser();
  const referrers = new Referrers(context);
  const other = await context.newPage();
  await open(other, mailed);
  await button(other, 'Confirm').click();
  await expect(heading(other, 'Confirmed')).toBeVisible();
  await link(other, 'Sign in here instead').click();
  await signIn(other, MINA);
  await expect(other).toHaveURL('/setup');
  const told = await referrers.told();
  expect(told.length).toBeGreaterThan(5);
  expect(told.filter((referrer) => referrer.includes(token))).toEqual([]);
});
