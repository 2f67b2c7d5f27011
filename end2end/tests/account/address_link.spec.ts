import { expect, test } from '../../support/fixtures';
import { call, enter, forget, moveTo, register, tokenOf, unseen } from '../../support/calls';
import { JONAS, MINA, button, field, heading, link, open, signIn } from '../../support/pages';

const NEW_EMAIL = 'mina@lamps.example';
const WRONG = 'That email and password don’t go together.';

test('SI-8: undone from the old address before it is confirmed: everybody is out, and the change is dead', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(401, 410);
  await register(page, server, MINA, ['Harbour & Finch']);
  const { confirm, undo } = await moveTo(page, server, MINA, NEW_EMAIL);
  await open(page, '/account/sign-in');
  const reader = await (await anotherBrowser()).newPage();
  await open(reader, undo);
  await expect(heading(reader, `Keep ${MINA.email}?`)).toBeVisible();
  await button(reader, 'Keep this address').click();
  await expect(heading(reader, `${MINA.email} stays your address`)).toBeVisible();
  await expect(reader.getByRole('status')).toContainText('Every browser is signed out');
  await expect(heading(page, 'Sign in')).toBeVisible({ timeout: 5_000 });

  expect((await page.goto(confirm))?.status()).toBe(410);
  await open(page, '/sign-in');
  await signIn(page, MINA);
  await expect(page.getByRole('alert'), 'whoever asked knew the password').toContainText(WRONG);
  await link(reader, 'Set a new password').click();
  await field(reader, 'Email').fill(MINA.email);
  await button(reader, 'Send reset link').click();
  await expect(reader.getByText('a link is on its way')).toBeVisible();
});

test('SI-8: undone after it was confirmed: the account comes back to the old address', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(401);
  await register(page, server, MINA, ['Harbour & Finch']);
  const { confirm, undo } = await moveTo(page, server, MINA, NEW_EMAIL);
  await call(page, server, 'account/use-address-link', { token: tokenOf(confirm) });
  await open(page, '/account');
  // A minute is left for a slow machine.
  await server.later({ hours: 6 * 24 + 23, seconds: 3600 - 60 });
  const reader = await (await anotherBrowser()).newPage();
  await open(reader, undo);
  await button(reader, 'Keep this address').click();
  await expect(heading(reader, `${MINA.email} is your address again`)).toBeVisible();
  await expect(reader.getByRole('status')).toContainText('the old password has stopped working');
  await expect(heading(page, 'Sign in')).toBeVisible({ timeout: 5_000 });
  for (const email of [NEW_EMAIL, MINA.email]) {
    await open(page, '/sign-in');
    await signIn(page, { ...MINA, email });
    await expect(page.getByRole('alert')).toContainText(WRONG);
  }
  const token = tokenOf(await forget(page, server, MINA.email));
  await call(page, server, 'accounts/reset-password', { token, password: 'a boat under the pier' });
  await enter(page, server, { ...MINA, password: 'a boat under the pier' });
  await open(page, '/account/sign-in');
  await expect(page.getByText(`Your address is ${MINA.email}.`)).toBeVisible();
});

test('SI-8, TOK-4: looking at either link changes nothing', async ({ page, server, anotherBrowser }) => {
  await register(page, server, MINA);
  const { confirm, undo } = await moveTo(page, server, MINA, NEW_EMAIL);
  const scanner = await (await anotherBrowser()).newPage();
  for (const mailed of [confirm, undo]) {
    await scanner.goto(mailed, { waitUntil: 'networkidle' });
    await scanner.request.head(mailed);
    await scanner.request.get(mailed, { headers: { 'Sec-Purpose': 'prefetch' } });
  }
  await open(page, '/account/sign-in');
  await expect(page.getByText(`Your address is ${MINA.email}.`)).toBeVisible();
  await expect(page.getByText(`We sent a link to ${NEW_EMAIL}.`)).toBeVisible();
});

test('SI-8: the link to the new address is dead after 48 hours, once used, and once undone; each says so', async ({
  page,
  server,
  browserErrors,
}) => {
  browserErrors.allowStatus(410);
  await register(page, server, MINA);
  const dead = async (mailed: string, title: string, next: string): Promise<void> => {
    expect((await page.goto(mailed))?.status()).toBe(410);
    await expect(heading(page, title)).toBeVisible();
    await expect(page).toHaveTitle(`${title} · Parlor`);
    await expect(link(page, next)).toBeVisible();
  };
  const expired = await moveTo(page, server, MINA, 'mina@first.example');
  await server.later({ hours: 48 });
  await dead(expired.confirm, 'This link has expired', 'Go to your account');

  const { confirm } = await moveTo(page, server, MINA, NEW_EMAIL);
  await open(page, confirm);
  await button(page, 'Confirm').click();
  await expect(heading(page, `${NEW_EMAIL} is your address now`)).toBeVisible();
  await dead(confirm, 'This address is confirmed already', 'Carry on');

  const moved = { ...MINA, email: NEW_EMAIL };
  const given = await moveTo(page, server, moved, 'mina@third.example');
  await call(page, server, 'account/use-address-link', { token: tokenOf(given.undo) });
  await dead(given.confirm, 'This link doesn’t work any more', 'Go to your account');
  await dead(given.undo, 'The change was undone already', 'Set a new password');
});

test('SI-8: after 7 days there is no way back', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  await register(page, server, MINA);
  const { confirm, undo } = await moveTo(page, server, MINA, NEW_EMAIL);
  await call(page, server, 'account/use-address-link', { token: tokenOf(confirm) });
  await server.later({ hours: 7 * 24 });
  expect((await page.goto(undo))?.status()).toBe(410);
  await expect(heading(page, 'This link has expired')).toBeVisible();
  await expect(page.getByText('A change can be undone for 7 days.')).toBeVisible();
  await enter(page, server, { ...MINA, email: NEW_EMAIL });
});

test('SI-8: an address that somebody else took meanwhile is not taken away', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(409);
  await register(page, server, MINA);
  const { confirm } = await moveTo(page, server, MINA, JONAS.email);
  await open(page, confirm);
  const jonas = await unseen(server);
  await call(jonas, server, 'accounts/sign-up', { ...JONAS });
  const verify = (await server.mailAbout(JONAS.email, 'Confirm your address for Parlor')).text;
  await call(jonas, server, 'accounts/confirm', { token: /\/verify\/(\S+)/.exec(verify)?.[1] ?? '' });
  await button(page, 'Confirm').click();
  await expect(heading(page, 'Another account has this address')).toBeVisible();
  await open(page, '/account/sign-in');
  await expect(page.getByText(`Your address is ${MINA.email}.`)).toBeVisible();
  await enter(jonas, server, JONAS);
});

test('SI-8: unknown links of any shape say so', async ({ page, browserErrors }) => {
  browserErrors.allowStatus(404);
  for (const token of ['x', 'A'.repeat(43), 'A'.repeat(2_000), '%00', '%3Cscript%3Ealert(1)%3C%2Fscript%3E', '..%2F..%2Fsetup']) {
    const answer = await page.goto(`/email/${token}`);
    expect.soft(answer?.status(), token).toBe(404);
    await expect.soft(heading(page, 'We don’t know this link'), token).toBeVisible();
    await expect.soft(link(page, 'Go to your account'), token).toBeVisible();
  }
});

test('TOK-8: no link opens what another one is for', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(404);
  await register(page, server, MINA);
  const { confirm, undo } = await moveTo(page, server, MINA, NEW_EMAIL);
  const reset = await forget(page, server, MINA.email);
  for (const [path, mailed] of [
    ['reset-password', confirm],
    ['reset-password', undo],
    ['email', reset],
    ['verify', reset],
    ['invitations', reset],
  ] as const) {
    expect.soft((await page.goto(`/${path}/${tokenOf(mailed)}`))?.status(), path).toBe(404);
  }
  await open(page, reset);
  await expect(heading(page, 'Set a new password')).toBeVisible();
});

test('FIELD-34: a stranger moves their account to my address: a click alone attaches nothing, and signed in I am asked which account', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(409, 422);
  const stranger = await unseen(server);
  await register(stranger, server, JONAS, ['Quill & Co.']);
  const { confirm } = await moveTo(stranger, server, JONAS, MINA.email);

  await test.step('signed out: only the password of that account moves it', async () => {
    const reader = await (await anotherBrowser()).newPage();
    await open(reader, confirm);
    await expect(reader.getByRole('main').getByText(JONAS.email, { exact: true })).toBeVisible();
    await field(reader, 'Password').fill(MINA.password);
    await button(reader, 'Confirm').click();
    await expect(field(reader, 'Password')).toHaveAccessibleDescription(/./);
    await expect(field(reader, 'Password')).toHaveAttribute('aria-invalid', 'true');
  });

  await test.step('signed in: it is for another account', async () => {
    const mailed = await server.linkTo(MINA.email, /./, () => call(page, server, 'accounts/sign-up', { ...MINA }));
    await call(page, server, 'accounts/confirm', { token: tokenOf(mailed) });
    await call(page, server, 'accounts/resume', {});
    await open(page, confirm);
    await expect(heading(page, 'This is for another account')).toBeVisible();
    await expect(button(page, 'Confirm')).toHaveCount(0);
    await link(page, `Stay as ${MINA.email}`).click();
    await expect(page).not.toHaveURL(confirm);
  });

  const view = (await call(stranger, server, 'account/view', {})) as { email: string };
  expect(view.email).toBe(JONAS.email);
});
