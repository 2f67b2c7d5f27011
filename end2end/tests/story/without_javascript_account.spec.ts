import { type Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures';
import { call, enter, forget, join, moveTo, register, tokenOf, unseen } from '../../support/calls';
import { JONAS, MINA, button, field, heading, link, open, send, signIn, homeHeading } from '../../support/pages';
import { expectRefused } from '../../support/refusals';
import { linkIn } from '../../support/server';

test.use({ javaScriptEnabled: false });

const NEW = 'a boat under the pier';
const NEW_EMAIL = 'mina@lamps.example';

async function expectSaid(page: Page, sentence: string): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: sentence })).toBeVisible();
}

test('PW-1, PW-2, PW-3, PW-4: without JavaScript from forgetting to signing in with the new password', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(401, 410, 422);
  const other = await (await anotherBrowser({ javaScriptEnabled: true })).newPage();
  await register(other, server, MINA, ['Harbour & Finch']);

  await page.goto('/sign-in');
  await link(page, 'Forgot password?').click();
  await field(page, 'Email').fill('mina@localhost');
  expect(await send(page, 'Send reset link')).toBe(422);
  await expectRefused(field(page, 'Email'), 'mina@localhost', 'Enter an address like mina@example.com.');
  await field(page, 'Email').fill(MINA.email);
  await button(page, 'Send reset link').click();
  await expectSaid(page, 'If this address has an account, a link is on its way.');
  await expect(page.getByText('Check spam')).toBeVisible();

  const mailed = linkIn(await server.mailAbout(MINA.email, 'Set a new password for Parlor'));
  await page.goto(mailed);
  await field(page, 'Password').fill('password123');
  expect(await send(page, 'Set new password')).toBe(422);
  await expectRefused(field(page, 'Password'), '', 'One of the most used passwords. Try a few plain words.');
  await field(page, 'Password').fill(NEW);
  await button(page, 'Set new password').click();
  await expect(page).toHaveURL('/sign-in?reset=1');
  await expectSaid(page, 'Your new password is set. Sign in with it.');
  await open(other, '/o/harbour-finch');
  await expect(heading(other, 'Sign in')).toBeVisible();

  await field(page, 'Email').fill(MINA.email);
  await field(page, 'Password').fill(MINA.password);
  expect(await send(page, 'Sign in')).toBe(401);
  await expect(page.getByRole('alert')).toContainText('That email and password don’t go together.');
  await signIn(page, { ...MINA, password: NEW });
  await expect(page).toHaveURL('/o/harbour-finch');

  expect((await page.goto(mailed))?.status()).toBe(410);
  await expect(heading(page, 'This link was used already')).toBeVisible();
});

test('PW-2: without JavaScript, setting with a link that died meanwhile says so', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  await register(page, server, MINA);
  await page.goto(await forget(page, server, MINA.email));
  await forget(page, server, MINA.email);
  await field(page, 'Password').fill(NEW);
  expect(await send(page, 'Set new password')).toBe(410);
  await expect(page.getByRole('main')).toContainText(/This link doesn’t work any more|This link is from an earlier mail/);
});

test('SI-7: without JavaScript: the name, and from page to page by links', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  await register(page, server, MINA, ['Harbour & Finch']);
  await page.goto('/o/harbour-finch');
  await page.getByRole('button', { name: 'Account menu' }).click();
  await link(page, 'Your account').click();
  await field(page, 'Name').fill('Win at evil.example now');
  expect(await send(page, 'Save changes')).toBe(422);
  await expectRefused(field(page, 'Name'), 'Win at evil.example now', 'Leave out web addresses: a name is enough.');
  await field(page, 'Name').fill('Mina Reed');
  await button(page, 'Save changes').click();
  await expectSaid(page, 'Saved.');
  await expect(field(page, 'Name')).toHaveValue('Mina Reed');
  for (const title of ['Email and password', 'Sessions', 'Appearance', 'Organizations', 'Delete account', 'Profile']) {
    await link(page, title).click();
    await expect(heading(page, title)).toBeVisible();
    await expect(page.getByText('Saved.')).toHaveCount(0);
  }
  await button(page, 'Sign out').click();
  await expect(page).toHaveURL('/sign-in');
  await page.goBack();
  await expect(page.getByText('Mina Reed')).toHaveCount(0);
});

test('PW-5, SI-8: without JavaScript: the password and the address', async ({ page, server, browserErrors, anotherBrowser }) => {
  browserErrors.allowStatus(422);
  await register(page, server, MINA);
  await page.goto('/account/sign-in');
  await field(page, 'Current password').fill('not these words');
  await field(page, 'New password').fill(NEW);
  expect(await send(page, 'Change password')).toBe(422);
  await expectRefused(field(page, 'Current password'), '', 'That isn’t your password. Check it and try again.');
  await field(page, 'Current password').fill(MINA.password);
  await field(page, 'New password').fill(NEW);
  await button(page, 'Change password').click();
  await expectSaid(page, 'Your new password is set. Every other browser is signed out.');

  await field(page, 'Email').fill(NEW_EMAIL);
  await field(page, 'Password').fill('not these words');
  expect(await send(page, 'Change email')).toBe(422);
  await expectRefused(field(page, 'Password'), '', 'That isn’t your password. Check it and try again.');
  await expect(field(page, 'Email')).toHaveValue(NEW_EMAIL);
  await field(page, 'Password').fill(NEW);
  await button(page, 'Change email').click();
  await expectSaid(page, `We sent a link to ${NEW_EMAIL}.`);

  const other = await (await anotherBrowser({ javaScriptEnabled: false })).newPage();
  await other.goto(linkIn(await server.mailAbout(NEW_EMAIL, 'Confirm your new address for Parlor')));
  // Nobody is signed in there, so the mail alone is not enough (FIELD-34).
  await field(other, 'Password').fill('not these words');
  expect(await send(other, 'Confirm')).toBe(422);
  await expectRefused(field(other, 'Password'), '', 'That isn’t your password. Check it and try again.');
  await field(other, 'Password').fill(NEW);
  await button(other, 'Confirm').click();
  await expect(other, 'signed out there, so signing in comes first').toHaveURL(/\/sign-in/);
  await signIn(other, { ...MINA, email: NEW_EMAIL, password: NEW });
  await expect(other).toHaveURL('/account/sign-in');
  await expect(other.getByText(`Your address is ${NEW_EMAIL}.`)).toBeVisible();
});

test('SI-8: without JavaScript: undone from the old address, then a new password', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  await register(page, server, MINA);
  const { undo } = await moveTo(page, server, MINA, NEW_EMAIL);
  await page.goto(undo);
  await expect(heading(page, `Keep ${MINA.email}?`)).toBeVisible();
  await button(page, 'Keep this address').click();
  await expect(heading(page, 'Forgot your password?')).toBeVisible();
  expect((await page.goto(undo))?.status()).toBe(410);
  await expect(heading(page, 'The change was undone already')).toBeVisible();
});

test('SI-7: without JavaScript: sessions, and light or dark', async ({ page, server }) => {
  await register(page, server, MINA);
  const others = [await unseen(server), await unseen(server), await unseen(server)];
  for (const other of others) await enter(other, server, MINA);
  await page.goto('/account/sessions');
  const rows = page.getByRole('main').getByRole('listitem');
  await expect(rows).toHaveCount(4);
  await rows.nth(1).getByRole('button', { name: /^End/ }).click();
  await expect(rows).toHaveCount(3);
  await button(page, 'End all others').click();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('This browser');
  const answer = await others[0]?.request.post('/api/account/view', { headers: { Origin: server.url } });
  expect(answer?.status()).toBe(401);

  await link(page, 'Appearance').click();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await button(page, 'Save changes').click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await page.getByRole('radio', { name: 'System' }).check();
  await button(page, 'Save changes').click();
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
});

test('OR-7: without JavaScript: handed over, left, deleted and undone, each asked on a page of its own', async ({
  page,
  server,
  browserErrors,
}) => {
  browserErrors.allowStatus(404, 422);
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  await join(page, await unseen(server), server, 'second-street', JONAS);
  await page.goto('/account/organizations');

  await button(page, 'Leave… Second Street').click();
  await expect(heading(page, 'Leave Second Street?')).toBeVisible();
  expect(await send(page, 'Transfer ownership')).toBe(422);
  await expect(field(page, 'New owner')).toHaveAccessibleDescription('Choose who will own it.');
  await field(page, 'New owner').selectOption({ label: `${JONAS.name} · ${JONAS.email}` });
  await button(page, 'Transfer ownership').click();
  await expect(page).toHaveURL('/account/organizations');
  await button(page, 'Leave… Second Street').click();
  await link(page, 'Cancel').click();
  await button(page, 'Leave… Second Street').click();
  await button(page, 'Leave organization').click();
  await expect(page).toHaveURL('/account/organizations');
  await expect(page.getByText('Second Street')).toHaveCount(0);

  await link(page, 'Settings Harbour & Finch').click();
  await button(page, 'Delete… Harbour & Finch').click();
  await expect(page.getByRole('listitem').filter({ hasText: 'You lose access' })).toContainText('with your next click');
  await field(page, 'Organization name').fill('Harbour');
  expect(await send(page, 'Delete organization')).toBe(422);
  await expectRefused(field(page, 'Organization name'), 'Harbour', 'Type the organization’s name as it stands above.');
  await field(page, 'Organization name').fill('Harbour & Finch');
  await button(page, 'Delete organization').click();
  await expect(heading(page, 'Harbour & Finch is deleted')).toBeVisible();
  await page.goto('/account/organizations');
  await expect(page.getByRole('listitem').filter({ hasText: 'Harbour & Finch' })).toContainText('Deleted');
  await button(page, 'Undo Harbour & Finch').click();
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
  await expectSaid(page, 'It’s back: everybody in it is in again, and all is as it was.');
});

test('SI-9: without JavaScript: decided, exported, deleted', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(401, 404, 422);
  await register(page, server, MINA, ['Harbour & Finch']);
  await page.goto('/account/delete');
  await expect(button(page, 'Delete account')).toBeDisabled();
  await button(page, 'Delete… Harbour & Finch').click();
  await field(page, 'Organization name').fill('Harbour & Finch');
  await button(page, 'Delete organization').click();
  await expect(heading(page, 'Harbour & Finch is deleted')).toBeVisible();
  await page.goto('/account/delete');
  const downloaded = page.waitForEvent('download');
  await link(page, 'Export my data').click();
  expect((await downloaded).suggestedFilename()).toBe('parlor-account.json');
  await field(page, 'Password').fill('not these words');
  expect(await send(page, 'Delete account')).toBe(422);
  await expectRefused(field(page, 'Password'), '', 'That isn’t your password. Check it and try again.');
  await field(page, 'Password').fill(MINA.password);
  await button(page, 'Delete account').click();
  await expect(page).toHaveURL('/sign-up?deleted=1');
  await expectSaid(page, 'Your account is deleted, and you’re signed out.');
  await page.goto('/sign-in');
  await field(page, 'Email').fill(MINA.email);
  await field(page, 'Password').fill(MINA.password);
  expect(await send(page, 'Sign in')).toBe(401);
});

test('PW-2, SI-8: without JavaScript, dead links answer with their status and a way on', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(404, 410);
  await register(page, server, MINA);
  const { confirm } = await moveTo(page, server, MINA, NEW_EMAIL);
  await call(page, server, 'account/use-address-link', { token: tokenOf(confirm) });
  for (const [path, status, title, next] of [
    ['/reset-password/unknown', 404, 'We don’t know this link', 'Request a fresh link'],
    ['/email/unknown', 404, 'We don’t know this link', 'Go to your account'],
    [confirm, 410, 'This address is confirmed already', 'Carry on'],
  ] as const) {
    expect((await page.goto(path))?.status(), path).toBe(status);
    await expect(heading(page, title)).toBeVisible();
    await expect(link(page, next)).toBeVisible();
  }
});
