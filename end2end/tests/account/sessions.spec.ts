import { expect, test } from '../../support/fixtures';
import { call, enter, register, unseen } from '../../support/calls';
import { MINA, button, countDocuments, heading, open, signIn, signOut } from '../../support/pages';

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Gecko/20100101 Firefox/133.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';
const IPAD = 'Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const SUBJECT = 'New sign-in to your Parlor account';

test('SI-7: every browser by its name, this one first, then the last used first; from where and since when', async ({
  page,
  server,
}) => {
  await register(page, server, MINA);
  for (const agent of [IPAD, MAC, WINDOWS, IPHONE]) {
    await enter(await unseen(server, agent), server, MINA);
    await server.later({ hours: 1 });
  }
  await open(page, '/account/sessions');
  const rows = page.getByRole('main').getByRole('listitem');
  await expect(rows).toContainText([
    'Chrome on Linux',
    'Safari on iPhone',
    'Chrome on Windows',
    'Firefox on macOS',
    'Safari on iPad',
  ]);
  await expect(rows.nth(0)).toContainText('This browser');
  await expect(rows.nth(0)).toContainText('127.0.0.1 · active now · since ');
  await expect(rows.nth(1)).toContainText(/^Safari on iPhone ?127\.0\.0\.1 · .+ · since \d+ \w+/);
  await expect(rows.nth(0).getByRole('button'), 'this one is left by Sign out').toHaveCount(0);
  await expect(page.getByText('A session ends by itself after 7 days without use, or 30 days after signing in.')).toBeVisible();
});

test('SI-7, SES-3, OR-4: one that is ended is signed out within 5 seconds; the others stay', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(401);
  const mac = await (await anotherBrowser({ userAgent: MAC })).newPage();
  const phone = await (await anotherBrowser({ userAgent: IPHONE })).newPage();
  await register(page, server, MINA, ['Harbour & Finch']);
  for (const other of [mac, phone]) {
    await enter(other, server, MINA);
    await open(other, '/account');
  }
  await open(page, '/account/sessions');
  const documents = await countDocuments(page);
  const rows = page.getByRole('main').getByRole('listitem');
  await expect(rows).toHaveCount(3);
  await button(page, 'End Firefox on macOS').click();
  await expect(page.getByRole('status').filter({ hasText: 'That browser is signed out.' })).toBeVisible();
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: 'Firefox' })).toHaveCount(0);
  await expect(heading(page, 'Sessions'), 'the focus is not lost with the button').toBeFocused();
  await documents.expectNone();
  await expect(heading(mac, 'Sign in')).toBeVisible({ timeout: 5_000 });
  const replay = await mac.request.post('/api/account/view', { headers: { Origin: server.url } });
  expect(replay.status()).toBe(401);
  await expect(heading(phone, 'Profile')).toBeVisible();
  await open(phone, '/account');
  await expect(heading(phone, 'Profile')).toBeVisible();
});

test('SI-7, OR-4: a workspace that is open elsewhere feels that its session was ended, within 5 seconds', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(401);
  const mac = await (await anotherBrowser({ userAgent: MAC })).newPage();
  await register(page, server, MINA, ['Harbour & Finch']);
  await enter(mac, server, MINA);
  await open(mac, '/o/harbour-finch');
  await open(page, '/account/sessions');
  await button(page, 'End Firefox on macOS').click();
  await expect(heading(mac, 'Sign in')).toBeVisible({ timeout: 5_000 });
  await signIn(mac, MINA);
  await expect(mac, 'and is where one comes back to').toHaveURL('/o/harbour-finch');
});

test('SI-7, OR-4: all others are signed out within 5 seconds, and this one stays', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(401);
  const others = [];
  await register(page, server, MINA);
  for (const userAgent of [MAC, IPHONE]) {
    const other = await (await anotherBrowser({ userAgent })).newPage();
    await enter(other, server, MINA);
    await open(other, '/account/sessions');
    others.push(other);
  }
  await open(page, '/account/sessions');
  await button(page, 'End all others').click();
  await expect(page.getByRole('status').filter({ hasText: 'Every other browser is signed out.' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('listitem')).toHaveText([/^Chrome on Linux/]);
  await expect(button(page, 'End all others'), 'there are none').toHaveCount(0);
  for (const other of others) await expect(heading(other, 'Sign in')).toBeVisible({ timeout: 5_000 });
  await page.reload();
  await expect(heading(page, 'Sessions')).toBeVisible();
});

test('SI-7: a sign-in from an unknown device is mailed; from a known one it is not', async ({ page, server, anotherBrowser }) => {
  await register(page, server, MINA, ['Harbour & Finch']);
  const mac = await (await anotherBrowser({ userAgent: MAC })).newPage();
  await open(mac, '/sign-in');
  await signIn(mac, MINA);
  await expect(mac).toHaveURL('/o/harbour-finch');
  const mail = await server.mailAbout(MINA.email, SUBJECT);
  expect(mail.text).toContain('Firefox on macOS');
  expect(mail.text).toContain('127.0.0.1');
  expect(mail.text).toContain(`${server.url}/account/sessions`);

  await signOut(mac);
  await signIn(mac, MINA);
  await expect(mac).toHaveURL('/o/harbour-finch');
  await open(page, '/o/harbour-finch');
  await signOut(page);
  await signIn(page, MINA);
  await expect(page).toHaveURL('/o/harbour-finch');
  // What was written before this one has left by the time it is there.
  await call(page, server, 'accounts/forgot-password', { email: MINA.email });
  await server.mailAbout(MINA.email, 'Set a new password for Parlor');
  expect(await server.mailsAbout(MINA.email, SUBJECT)).toHaveLength(1);
});

test('SI-4: a session that ended by itself is not on the list', async ({ page, server }) => {
  await register(page, server, MINA);
  await enter(await unseen(server, IPAD), server, MINA);
  await server.later({ hours: 6 * 24 });
  await open(page, '/account/sessions');
  await expect(page.getByText('Safari on iPad')).toBeVisible();
  await server.later({ hours: 24 });
  await open(page, '/account/sessions');
  await expect(page.getByText('This browser')).toBeVisible();
  await expect(page.getByText('Safari on iPad')).toHaveCount(0);
});
