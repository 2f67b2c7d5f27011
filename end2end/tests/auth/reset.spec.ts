import { expect, test } from '../../support/fixtures';
import { call, claim, enter, forget, moveTo, register, tokenOf, unseen } from '../../support/calls';
import { JONAS, MINA, PRIYA, button, countDocuments, expectWaiting, field, heading, link, open, signIn, signUp, homeHeading } from '../../support/pages';
import { Referrers } from '../../support/referrers';
import { expectRefused, settle } from '../../support/refusals';
import { linkIn } from '../../support/server';

const SENT = 'If this address has an account, a link is on its way. It’s good for an hour.';
const SUBJECT = 'Set a new password for Parlor';
const NEW = 'a boat under the pier';
const WRONG = 'That email and password don’t go together.';

test('PW-1, PW-2, PW-3, SI-10: forgotten, mailed, set; every other browser is signed out; signing in with the new one', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(401);
  const shell = await (await anotherBrowser()).newPage();
  await register(shell, server, MINA, ['Harbour & Finch']);
  await open(shell, '/o/harbour-finch');
  const account = await (await anotherBrowser()).newPage();
  await enter(account, server, MINA);
  await open(account, '/account');

  await test.step('forgotten', async () => {
    await open(page, '/sign-in');
    const documents = await countDocuments(page);
    await link(page, 'Forgot password?').click();
    await expect(heading(page, 'Forgot your password?')).toBeVisible();
    await expect(page).toHaveTitle('Forgot your password? · Parlor');
    await expect(field(page, 'Email')).toBeFocused();
    await field(page, 'Email').fill(MINA.email);
    await button(page, 'Send reset link').click();
    await expect(page.getByRole('status').filter({ hasText: SENT })).toBeVisible();
    await expect(page).toHaveURL('/forgot-password?sent=1');
    await documents.expectNone();
  });

  await test.step('mailed and set', async () => {
    await open(page, linkIn(await server.mailAbout(MINA.email, SUBJECT)));
    await expect(heading(page, 'Set a new password')).toBeVisible();
    await expect(page.getByRole('main').getByText(MINA.email, { exact: true })).toBeVisible();
    await expect(field(page, 'Password')).toBeFocused();
    await field(page, 'Password').pressSequentially('short');
    await expect(page.getByText('Too short or too plain yet. 8 characters or more.')).toBeVisible();
    await field(page, 'Password').fill(NEW);
    await button(page, 'Set new password').click();
    await expect(page).toHaveURL('/sign-in');
    await expect(page.getByRole('status').filter({ hasText: 'Your new password is set. Sign in with it.' })).toBeVisible();
    await expect(field(page, 'Email')).toBeFocused();
  });

  await test.step('every other browser is out', async () => {
    await expect(heading(account, 'Sign in')).toBeVisible({ timeout: 5_000 });
    await open(shell, '/o/harbour-finch');
    await expect(heading(shell, 'Sign in')).toBeVisible();
  });

  await test.step('a notice to the mailbox', async () => {
    const mail = await server.mailAbout(MINA.email, 'Your Parlor password was changed');
    expect(mail.text).toContain(`${server.url}/forgot-password`);
    expect(mail.text).not.toContain(NEW);
  });

  await test.step('the old one is refused, the new one signs in', async () => {
    await signIn(page, MINA);
    await expect(page.getByRole('alert')).toContainText(WRONG);
    await expect(page.getByText('Your new password is set.')).toHaveCount(0);
    await signIn(page, { ...MINA, password: NEW });
    await expect(page).toHaveURL('/o/harbour-finch');
  });
});

test('OR-4, PW-3: a workspace that is open elsewhere feels a new password within 5 seconds', async ({
  page,
  server,
  browserErrors,
}) => {
  browserErrors.allowStatus(401);
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, '/o/harbour-finch');
  const other = await unseen(server);
  const token = tokenOf(await forget(other, server, MINA.email));
  await call(other, server, 'accounts/reset-password', { token, password: NEW });
  await expect(heading(page, 'Sign in')).toBeVisible({ timeout: 5_000 });
});

test('PW-1: an address without an account looks the same, and gets no mail', async ({ page, server, anotherBrowser }) => {
  await register(page, server, MINA);
  await claim(page, server, JONAS);
  const looks: string[] = [];
  for (const email of ['nobody@harbourfinch.example', JONAS.email, MINA.email]) {
    const tab = await (await anotherBrowser()).newPage();
    await open(tab, '/forgot-password');
    await field(tab, 'Email').fill(email);
    const answered = tab.waitForResponse('**/api/accounts/forgot-password');
    await button(tab, 'Send reset link').click();
    const answer = await answered;
    await expect(tab.getByText(SENT)).toBeVisible();
    const look = await tab.locator('body').ariaSnapshot();
    looks.push([answer.status(), await answer.text(), tab.url(), look.replaceAll(email, 'ADDRESS')].join('\n'));
  }
  expect(new Set(looks).size, looks.join('\n\n')).toBe(1);
  // Mails leave in the order they were asked for.
  await server.mailAbout(MINA.email, SUBJECT);
  expect(await server.mails('nobody@harbourfinch.example')).toEqual([]);
});

test('PW-4: the page says what helps', async ({ page }) => {
  await open(page, '/forgot-password');
  const helps = page.getByRole('main').getByRole('listitem');
  await expect(helps.filter({ hasText: 'Check spam' })).toBeVisible();
  await expect(helps.filter({ hasText: 'Use the address you signed up with' })).toBeVisible();
  await expect(helps.filter({ hasText: 'Links last an hour and work once. Too late? Request a fresh one' })).toBeVisible();
});

test('PW-2: a link works until just before an hour', async ({ page, server }) => {
  await register(page, server, MINA);
  const mailed = await forget(page, server, MINA.email);
  // A minute is left for a slow machine; the second itself is proven by HTTP.
  await server.later({ seconds: 3600 - 60 });
  await open(page, mailed);
  await field(page, 'Password').fill(NEW);
  await button(page, 'Set new password').click();
  await expect(page).toHaveURL('/sign-in');
});

test('PW-2: after an hour it has expired, and a fresh one is requested from there', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  await register(page, server, MINA);
  const mailed = await forget(page, server, MINA.email);
  await server.later({ hours: 1 });
  const answer = await page.goto(mailed);
  expect(answer?.status()).toBe(410);
  await expect(heading(page, 'This link has expired')).toBeVisible();
  await expect(page).toHaveTitle('This link has expired · Parlor');
  await expect(page.getByText('Links last an hour.')).toBeVisible();
  await link(page, 'Request a fresh link').click();
  await field(page, 'Email').fill(MINA.email);
  await button(page, 'Send reset link').click();
  await open(page, linkIn(await server.mailAbout(MINA.email, SUBJECT, 2)));
  await field(page, 'Password').fill(NEW);
  await button(page, 'Set new password').click();
  await signIn(page, { ...MINA, password: NEW });
  await expect(page).toHaveURL('/setup');
});

test('PW-2: setting at an hour what was looked at before is refused', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, await forget(page, server, MINA.email));
  await server.later({ hours: 1 });
  await field(page, 'Password').fill(NEW);
  await button(page, 'Set new password').click();
  await expect(page.getByRole('alert')).toHaveText('This link has expired. Request a fresh one.');
  await open(page, '/o/harbour-finch');
  await expect(homeHeading(page, 'Harbour & Finch'), 'nothing changed').toBeVisible();
});

test('PW-2: the newest link wins, and works once', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  await register(page, server, MINA);
  const first = await forget(page, server, MINA.email);
  const second = await forget(page, server, MINA.email);

  const answer = await page.goto(first);
  expect(answer?.status()).toBe(410);
  await expect(heading(page, 'This link doesn’t work any more')).toBeVisible();
  await expect(page.getByText('Look for the newest mail, or request a fresh link.')).toBeVisible();
  await expect(link(page, 'Request a fresh link')).toHaveAttribute('href', '/forgot-password');

  await open(page, second);
  await field(page, 'Password').fill(NEW);
  await button(page, 'Set new password').click();
  await expect(page).toHaveURL('/sign-in');

  const again = await page.goto(second);
  expect(again?.status()).toBe(410);
  await expect(heading(page, 'This link was used already')).toBeVisible();
  await expect(page.getByText('Sign in with that password.')).toBeVisible();
  await expect(link(page, 'Request a fresh link')).toBeVisible();
  await link(page, 'Sign in').click();
  await signIn(page, { ...MINA, password: NEW });
  await expect(page).toHaveURL('/setup');
});

test('PW-2: of two open pages with the same link, one sets the password', async ({ page, context, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  await register(page, server, MINA);
  const mailed = await forget(page, server, MINA.email);
  const second = await context.newPage();
  for (const tab of [page, second]) await open(tab, mailed);
  await field(page, 'Password').fill(NEW);
  await button(page, 'Set new password').click();
  await expect(page).toHaveURL('/sign-in');
  await field(second, 'Password').fill('words of somebody else');
  await button(second, 'Set new password').click();
  await expect(second.getByRole('alert')).toContainText('This link was used already.');
  await signIn(page, { ...MINA, password: NEW });
  await expect(page).toHaveURL('/setup');
});

test('PW-2: dead after any change of the password or the address', async ({ page, server, browserErrors, anotherBrowser }) => {
  browserErrors.allowStatus(410);
  await register(page, server, MINA);
  const reader = await (await anotherBrowser()).newPage();
  const expectDead = async (mailed: string): Promise<void> => {
    expect((await reader.goto(mailed))?.status()).toBe(410);
    await expect(heading(reader, 'This link doesn’t work any more')).toBeVisible();
    await expect(reader.getByText('your password or address has changed since')).toBeVisible();
  };

  const before = await forget(page, server, MINA.email);
  await call(page, server, 'account/change-password', { current_password: MINA.password, password: NEW });
  await expectDead(before);

  const after = await forget(page, server, MINA.email);
  const { confirm } = await moveTo(page, server, { ...MINA, password: NEW }, 'mina@lamps.example');
  await call(page, server, 'account/use-address-link', { token: tokenOf(confirm) });
  await expectDead(after);
});

test('PW-2: unknown links of any shape say so', async ({ page, browserErrors }) => {
  browserErrors.allowStatus(404);
  for (const token of ['x', 'A'.repeat(43), 'A'.repeat(2_000), '%00', '%3Cscript%3Ealert(1)%3C%2Fscript%3E', '..%2F..%2Fsetup']) {
    const answer = await page.goto(`/reset-password/${token}`);
    expect.soft(answer?.status(), token).toBe(404);
    await expect.soft(heading(page, 'We don’t know this link'), token).toBeVisible();
    await expect.soft(link(page, 'Request a fresh link'), token).toBeVisible();
  }
});

test('PW-3, TOK-4: looking at the link changes nothing', async ({ page, server, anotherBrowser }) => {
  await register(page, server, MINA, ['Harbour & Finch']);
  const mailed = await forget(page, server, MINA.email);
  for (let visit = 0; visit < 2; visit += 1) {
    const scanner = await anotherBrowser();
    const tab = await scanner.newPage();
    await tab.goto(mailed, { waitUntil: 'networkidle' });
    await expect(field(tab, 'Password')).toBeVisible();
    await tab.request.head(mailed);
    await tab.request.get(mailed, { headers: { 'Sec-Purpose': 'prefetch' } });
    await scanner.close();
  }
  await open(page, '/o/harbour-finch');
  await expect(homeHeading(page, 'Harbour & Finch'), 'still signed in').toBeVisible();
  await enter(await unseen(server), server, MINA);
  await open(page, mailed);
  await field(page, 'Password').fill(NEW);
  await button(page, 'Set new password').click();
  await expect(page).toHaveURL('/sign-in');
});

test('PW-1, SU-2: bad input is told beside its field, with what was typed', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  await open(page, '/forgot-password');
  for (const [typed, message] of [
    ['', 'Enter your email address.'],
    ['mina', 'Enter an address like mina@example.com.'],
  ] as const) {
    await field(page, 'Email').fill(typed);
    await button(page, 'Send reset link').click();
    await expectRefused(field(page, 'Email'), typed, message);
    await field(page, 'Email').fill(MINA.email);
    await settle(page);
  }
  await register(page, server, MINA);
  await open(page, await forget(page, server, MINA.email));
  for (const [typed, message] of [
    ['', 'Enter a password.'],
    ['sevench', 'Use 8 characters or more.'],
    [MINA.email, 'That’s your email address. Try a few plain words.'],
    [MINA.name, 'That’s your name. Try a few plain words.'],
    ['password123', 'One of the most used passwords. Try a few plain words.'],
  ] as const) {
    await field(page, 'Password').fill(typed);
    await button(page, 'Set new password').click();
    await expectRefused(field(page, 'Password'), typed, message);
    await field(page, 'Password').fill(NEW);
    await settle(page);
  }
  // Mended, it goes through.
  await button(page, 'Set new password').click();
  await expect(page).toHaveURL('/sign-in');
});

test('SU-12, TOK-18: somebody signed up with my address; my reset puts them out, and proves it', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(401, 409, 410);
  const stranger = await (await anotherBrowser()).newPage();
  await open(stranger, '/sign-up');
  await signUp(stranger, MINA);
  const claimed = linkIn(await server.mailTo(MINA.email));
  await open(page, await forget(page, server, MINA.email));
  await field(page, 'Password').fill(NEW);
  await button(page, 'Set new password').click();
  await signIn(page, { ...MINA, password: NEW });
  await expect(page).toHaveURL('/setup');

  expect((await stranger.request.get(claimed)).status(), 'the link of the claim is dead').toBe(410);
  await open(stranger, '/sign-in');
  await signIn(stranger, MINA);
  await expect(stranger.getByRole('alert')).toContainText(WRONG);
  await open(stranger, '/setup');
  await expect(heading(stranger, 'Sign in')).toBeVisible();
});

test('SI-6: after too many tries the reset is the way out', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(401, 429);
  const other = await unseen(server);
  await register(other, server, MINA);
  await open(page, '/sign-in');
  await field(page, 'Email').fill(MINA.email);
  for (let attempt = 0; attempt < 12; attempt += 1) {
    await field(page, 'Password').fill(`not these words ${attempt}`);
    const answered = page.waitForResponse('**/api/accounts/sign-in');
    await button(page, 'Sign in').click();
    if ((await answered).status() === 429) break;
    await expect(page.getByRole('alert')).toBeFocused();
  }
  await expect(page.getByRole('alert')).toContainText(/Too many tries from here\. Wait .+, or reset your password\./);
  await link(page, 'Forgot password?').click();
  // It goes along; typed meanwhile, it would stand there twice.
  await expect(field(page, 'Email')).toHaveValue(MINA.email);
  await button(page, 'Send reset link').click();
  await open(page, linkIn(await server.mailAbout(MINA.email, SUBJECT)));
  await field(page, 'Password').fill(NEW);
  await button(page, 'Set new password').click();
  await expect(page).toHaveURL('/sign-in');
});

test('TOK-20: no address with a token is ever a referrer', async ({ page, context, server }) => {
  await register(page, server, MINA);
  const mailed = await forget(page, server, MINA.email);
  const referrers = new Referrers(context);
  await open(page, mailed);
  await field(page, 'Password').fill(NEW);
  await button(page, 'Set new password').click();
  await expect(page).toHaveURL('/sign-in');
  await signIn(page, { ...MINA, password: NEW });
  await expect(page).toHaveURL('/setup');
  const told = await referrers.told();
  expect(told.length).toBeGreaterThan(5);
  expect(told.filter((referrer) => referrer.includes(tokenOf(mailed)))).toEqual([]);
});

test('SU-10: the mail to somebody who has an account leads here', async ({ page, server, anotherBrowser }) => {
  await register(page, server, MINA);
  const other = await (await anotherBrowser()).newPage();
  await open(other, '/sign-up');
  await signUp(other, MINA);
  await expectWaiting(other, MINA.email);
  const mail = await server.mailAbout(MINA.email, 'You already have an account on Parlor');
  const there = /https?:\/\/\S+\/forgot-password/.exec(mail.text)?.[0] ?? '';
  await open(other, there);
  await expect(heading(other, 'Forgot your password?')).toBeVisible();
});

test('PW-1: an address that was typed to sign in or up is there when the password is forgotten, and back again', async ({ page }) => {
  await open(page, '/sign-up');
  await field(page, 'Email').fill(MINA.email);
  await link(page, 'Sign in').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await expect(field(page, 'Email')).toHaveValue(MINA.email);
  await field(page, 'Email').fill(PRIYA.email);
  await link(page, 'Forgot password?').click();
  await expect(heading(page, 'Forgot your password?')).toBeVisible();
  await expect(field(page, 'Email')).toHaveValue(PRIYA.email);
  await link(page, 'Sign in').click();
  await expect(field(page, 'Email')).toHaveValue(PRIYA.email);
});
