import { type Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures';
import { enter, register, unseen } from '../../support/calls';
import { JONAS, MINA, button, countDocuments, field, heading, link, open, signIn } from '../../support/pages';
import { expectRefused, settle } from '../../support/refusals';
import { linkIn } from '../../support/server';

const NEW = 'a boat under the pier';
const NEW_EMAIL = 'mina@lamps.example';
const NOT_YOURS = 'That isn’t your password. Check it and try again.';
const CONFIRM = 'Confirm your new address for Parlor';
const CHANGE = 'Your Parlor address is being changed';

async function changeEmail(page: Page, email: string, password: string): Promise<void> {
  await field(page, 'Email').fill(email);
  await field(page, 'Password').fill(password);
  await button(page, 'Change email').click();
}

async function changePassword(page: Page, current: string, password: string): Promise<void> {
  await field(page, 'Current password').fill(current);
  await field(page, 'New password').fill(password);
  await button(page, 'Change password').click();
}

/** The line that names the address of the account. */
function address(page: Page, email: string) {
  return page.getByRole('paragraph').filter({ hasText: `Your address is ${email}.` });
}

test('PW-5, SES-5: a new password keeps this browser, with a new token, and ends the others at once', async ({
  page,
  context,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(401);
  const token = async (): Promise<string | undefined> =>
    (await context.cookies()).find((cookie) => cookie.name.startsWith('parlor-session'))?.value;
  const other = await (await anotherBrowser()).newPage();
  await register(page, server, MINA, ['Harbour & Finch']);
  await enter(other, server, MINA);
  await open(other, '/account/sessions');
  await open(page, '/account/sign-in');
  const documents = await countDocuments(page);
  const before = await token();
  await changePassword(page, MINA.password, NEW);
  await expect(page.getByRole('status').filter({ hasText: 'Your new password is set. Every other browser is signed out.' })).toBeVisible();
  for (const label of ['Current password', 'New password']) await expect(field(page, label), 'no password stays').toHaveValue('');
  expect(before).toBeTruthy();
  expect(await token()).toBeTruthy();
  expect(await token()).not.toBe(before);
  await expect(heading(other, 'Sign in')).toBeVisible({ timeout: 5_000 });

  await link(page, 'Sessions').click();
  await expect(page.getByText('This browser')).toBeVisible();
  await documents.expectNone();

  await signIn(other, MINA);
  await expect(other.getByRole('alert')).toContainText('That email and password don’t go together.');
  await signIn(other, { ...MINA, password: NEW });
  await expect(other).toHaveURL('/account/sessions');
  const mail = await server.mailAbout(MINA.email, 'Your Parlor password was changed');
  expect(mail.text).toContain(`${server.url}/forgot-password`);
});

test('PW-5, SES-6: without the current password nothing changes', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  await register(page, server, MINA);
  await open(page, '/account/sign-in');
  await changePassword(page, 'not these words', NEW);
  await expectRefused(field(page, 'Current password'), 'not these words', NOT_YOURS);
  await expect(field(page, 'New password')).toHaveValue(NEW);
  await enter(await unseen(server), server, MINA);
  expect(await server.mailsAbout(MINA.email, 'Your Parlor password was changed')).toEqual([]);
});

test('PW-5, SU-2: bad input in each field: a message beside it, the focus on it, what was typed still there', async ({
  page,
  server,
  browserErrors,
}) => {
  browserErrors.allowStatus(422);
  await register(page, server, MINA);
  await open(page, '/account/sign-in');
  for (const [typed, message] of [
    ['', 'Enter a password.'],
    ['sevench', 'Use 8 characters or more.'],
    [MINA.email, 'That’s your email address. Try a few plain words.'],
    [MINA.name, 'That’s your name. Try a few plain words.'],
    ['password123', 'One of the most used passwords. Try a few plain words.'],
  ] as const) {
    await changePassword(page, MINA.password, typed);
    await expectRefused(field(page, 'New password'), typed, message);
    await field(page, 'New password').fill(NEW);
    await settle(page);
  }
  await changePassword(page, '', NEW);
  await expectRefused(field(page, 'Current password'), '', 'Enter a password.');
});

test('PW-5: who does not know the current one any more is led to a reset', async ({ page, server }) => {
  await register(page, server, MINA);
  await open(page, '/account/sign-in');
  await link(page, 'Forgot it?').click();
  await expect(heading(page, 'Forgot your password?')).toBeVisible();
});

test('SI-8: a change of address: both mails, confirmed in another browser, felt here', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(401);
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, '/account/sign-in');
  const documents = await countDocuments(page);
  await expect(address(page, MINA.email)).toBeVisible();
  await changeEmail(page, ` Mina@Lamps.example `, MINA.password);
  await expect(page.getByRole('status').filter({ hasText: `We sent a link to ${NEW_EMAIL}.` })).toBeVisible();
  await expect(address(page, MINA.email), 'not yet').toBeVisible();
  await expect(field(page, 'Password'), 'no password stays').toHaveValue('');

  const confirm = await server.mailAbout(NEW_EMAIL, CONFIRM);
  const notice = await server.mailAbout(MINA.email, CHANGE);
  for (const mail of [confirm, notice]) {
    expect(linkIn(mail)).toContain(`${server.url}/email/`);
    expect(mail.text, 'it holds nothing that a stranger typed').not.toContain(MINA.name);
  }
  expect(notice.text).toContain('7 days');
  expect(notice.text).not.toContain(NEW_EMAIL);
  await enter(await unseen(server), server, MINA);

  const other = await (await anotherBrowser()).newPage();
  await open(other, linkIn(confirm));
  await expect(heading(other, `Use ${NEW_EMAIL} from now on?`)).toBeVisible();
  await expect(other.getByRole('main').getByText(MINA.name, { exact: true })).toBeVisible();
  // FIELD-34: signed out there, the mail alone is not enough.
  await field(other, 'Password').fill(MINA.password);
  await button(other, 'Confirm').click();
  await expect(heading(other, `${NEW_EMAIL} is your address now`)).toBeVisible();
  expect(await other.context().cookies(), 'confirming signs nobody in').toEqual([]);

  await expect(heading(page, 'Sign in'), 'sessions of the time before end').toBeVisible({ timeout: 5_000 });
  await documents.expectNone();
  await link(other, 'Go to your account').click();
  await signIn(other, MINA);
  await expect(other.getByRole('alert')).toContainText('That email and password don’t go together.');
  await signIn(other, { ...MINA, email: NEW_EMAIL });
  await expect(other).toHaveURL('/account/sign-in');
  await expect(address(other, NEW_EMAIL)).toBeVisible();
});

test('SI-8: only with the password, and to another address', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  await register(page, server, MINA);
  await open(page, '/account/sign-in');
  await changeEmail(page, NEW_EMAIL, 'not these words');
  await expectRefused(field(page, 'Password'), 'not these words', NOT_YOURS);
  await expect(field(page, 'Email')).toHaveValue(NEW_EMAIL);
  await changeEmail(page, MINA.email, MINA.password);
  await expectRefused(field(page, 'Email'), MINA.email, 'That’s your address already. Enter another one.');
  await field(page, 'Email').fill(NEW_EMAIL);
  await settle(page);
  for (const [typed, message] of [
    ['', 'Enter your email address.'],
    ['mina', 'Enter an address like mina@example.com.'],
  ] as const) {
    await changeEmail(page, typed, MINA.password);
    await expectRefused(field(page, 'Email'), typed, message);
    await field(page, 'Email').fill(NEW_EMAIL);
    await settle(page);
  }
  expect(await server.mails(NEW_EMAIL)).toEqual([]);
});

test('SI-8, SI-1: an address that has an account looks the same here, and its owner is told', async ({ page, server }) => {
  await register(await unseen(server), server, JONAS);
  await register(page, server, MINA);
  await open(page, '/account/sign-in');
  await changeEmail(page, JONAS.email, MINA.password);
  await expect(page.getByText(`We sent a link to ${JONAS.email}.`)).toBeVisible();
  await server.mailAbout(JONAS.email, 'You already have an account on Parlor');
  expect(await server.mailsAbout(JONAS.email, CONFIRM)).toEqual([]);
});

test('SI-8: asking again for another one makes the older link die', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  await register(page, server, MINA);
  await open(page, '/account/sign-in');
  await changeEmail(page, 'mnia@lamps.example', MINA.password);
  await expect(page.getByText('We sent a link to mnia@lamps.example.')).toBeVisible();
  await changeEmail(page, NEW_EMAIL, MINA.password);
  await expect(page.getByText(`We sent a link to ${NEW_EMAIL}.`)).toBeVisible();
  const older = linkIn(await server.mailAbout('mnia@lamps.example', CONFIRM));
  expect((await page.goto(older))?.status()).toBe(410);
  await expect(heading(page, 'This link doesn’t work any more')).toBeVisible();
  await open(page, linkIn(await server.mailAbout(NEW_EMAIL, CONFIRM)));
  await button(page, 'Confirm').click();
  await expect(heading(page, `${NEW_EMAIL} is your address now`)).toBeVisible();
});
