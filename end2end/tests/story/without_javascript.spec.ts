import { expect, test } from '../../support/fixtures';
import { MINA, type Person, button, expectWaiting, field, fillSignUp, heading, homeOf, link, register, send, signIn, signUp, homeHeading } from '../../support/pages';
import { expectRefused } from '../../support/refusals';
import { linkIn } from '../../support/server';

test.use({ javaScriptEnabled: false });

test('SU-1, SU-5, SU-7, SU-15, OR-3, SI-2: without JavaScript from signing up to switching', async ({ page, context, server }) => {
  await test.step('signing up, and a waiting screen that refreshes', async () => {
    await page.goto('/');
    await link(page, 'Sign up').click();
    await signUp(page, MINA);
    await expect(page).toHaveURL('/verify');
    await page.waitForRequest((request) => request.isNavigationRequest() && request.url() === `${server.url}/verify`);
    await expectWaiting(page, MINA.email);
    await expect(page.getByText('Handed to the mail server').first()).toBeVisible();
  });

  await test.step('the link in a second tab, confirmed by a click', async () => {
    const tab = await context.newPage();
    await tab.goto(linkIn(await server.mailTo(MINA.email)));
    await expect(tab.getByText(MINA.email)).toBeVisible();
    await button(tab, 'Confirm').click();
    await expect(tab).toHaveURL('/setup');
    await expect(page, 'the waiting tab refreshes itself').toHaveURL('/setup');
    await tab.close();
  });

  await test.step('two organizations', async () => {
    await field(page, 'Organization name').fill('Harbour & Finch');
    await button(page, 'Create organization').click();
    await expect(page).toHaveURL('/o/harbour-finch');
    await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
    await button(page, 'Switch organization').click();
    await link(page.getByRole('group', { name: 'Switch organization' }), 'Create organization').click();
    await field(page, 'Organization name').fill('Second Street');
    await button(page, 'Create organization').click();
    await expect(page).toHaveURL('/o/second-street');
    await expect(homeOf(page, 'Second Street')).toBeVisible();
  });

  await test.step('switching by links', async () => {
    await button(page, 'Switch organization').click();
    await page.getByRole('group', { name: 'Switch organization' }).getByRole('link', { name: /Harbour & Finch/ }).click();
    await expect(page).toHaveURL('/o/harbour-finch');
    await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
    await expect(homeOf(page, 'Harbour & Finch')).toBeVisible();
    await expect(page).toHaveTitle(/^Home · Harbour & Finch/);
  });

  await test.step('signing out, in, and choosing', async () => {
    await page.getByRole('button', { name: 'Account menu' }).click();
    await button(page, 'Sign out').click();
    await expect(page).toHaveURL('/sign-in');
    await signIn(page, MINA);
    await expect(page).toHaveURL('/choose');
    await link(page, 'Second Street').click();
    await expect(homeHeading(page, 'Second Street')).toBeVisible();
  });
});

test('SU-2, SU-3: without JavaScript, what a sign-up gets wrong is said beside its field, with what was typed', async ({
  page,
  browserErrors,
}) => {
  browserErrors.allowStatus(422);
  const wrong: [Partial<Person>, string, string][] = [
    [{ name: 'Win at evil.example now' }, 'Name', 'Leave out web addresses: a name is enough.'],
    [{ name: 'Mina \u202erofakO' }, 'Name', 'Leave out line breaks and invisible characters.'],
    [{ email: 'mina@localhost' }, 'Email', 'Enter an address like mina@example.com.'],
    [{ email: `${'a'.repeat(60)}@${`${'b'.repeat(60)}.`.repeat(4)}example` }, 'Email', 'That’s longer than an email address can be.'],
  ];
  for (const [typed, label, message] of wrong) {
    const person = { ...MINA, ...typed };
    await page.goto('/sign-up');
    await fillSignUp(page, person);
    expect.soft(await send(page, 'Sign up')).toBe(422);
    await expectRefused(field(page, label), label === 'Name' ? person.name : person.email, message);
    await expect.soft(field(page, 'Name')).toHaveValue(person.name);
    await expect.soft(field(page, 'Email')).toHaveValue(person.email);
    await expect.soft(field(page, 'Password'), 'a password is never sent back').toHaveValue('');
    await expect.soft(page).toHaveTitle('Sign up · Parlor');
  }

  await page.goto('/sign-up');
  await fillSignUp(page, { ...MINA, password: 'password123' });
  expect.soft(await send(page, 'Sign up')).toBe(422);
  await expectRefused(field(page, 'Password'), '', 'One of the most used passwords. Try a few plain words.');

  // Mended, it goes through.
  await signUp(page, MINA);
});

test('SU-3: without JavaScript, markup that was refused comes back as text', async ({ page, browserErrors }) => {
  browserErrors.allowStatus(422);
  const name = '"><img src=x onerror=alert(1)> evil.example';
  await page.goto('/sign-up');
  await fillSignUp(page, { ...MINA, name });
  await send(page, 'Sign up');
  await expect(field(page, 'Name')).toHaveValue(name);
  await expect(page.locator('img')).toHaveCount(0);
});

test('SU-6: without JavaScript: resend, and a different address', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  await page.goto('/sign-up');
  await signUp(page, { ...MINA, email: 'mnia@harbourfinch.example' });
  await expect(button(page, 'Resend verification email')).toBeDisabled();
  await server.later({ seconds: 61 });
  // The refresh notices.
  await expect(button(page, 'Resend verification email')).toBeEnabled();
  await button(page, 'Resend verification email').click();
  await server.mailTo('mnia@harbourfinch.example', 2);
  await expectWaiting(page, 'mnia@harbourfinch.example');

  await link(page, 'Use a different address').click();
  await expect(button(page, 'Send the link there')).toBeVisible();
  await field(page, 'Email').fill('mina@localhost');
  expect(await send(page, 'Send the link there')).toBe(422);
  await expectRefused(field(page, 'Email'), 'mina@localhost', 'Enter an address like mina@example.com.');
  await field(page, 'Email').fill(MINA.email);
  await button(page, 'Send the link there').click();
  await expectWaiting(page, MINA.email);
  await page.goto(linkIn(await server.mailTo(MINA.email)));
  await button(page, 'Confirm').click();
  await expect(page).toHaveURL('/setup');
});

test('SU-6: without JavaScript, the form for a different address stays while it is filled in', async ({ page, server }) => {
  await page.goto('/sign-up');
  await signUp(page, MINA);
  await link(page, 'Use a different address').click();
  await field(page, 'Email').fill('half of an addr');
  // A refresh would take what was typed away; on the page that refreshes it comes after 3 seconds.
  const second = await page.context().newPage();
  await second.goto('/verify');
  for (let refreshed = 0; refreshed < 2; refreshed += 1) {
    await second.waitForRequest((request) => request.isNavigationRequest() && request.url() === `${server.url}/verify`);
  }
  await expect(field(page, 'Email')).toHaveValue('half of an addr');
});

test('SU-7, TOK-19: without JavaScript, a second browser confirms or deletes', async ({ page, server, anotherBrowser, browserErrors }) => {
  browserErrors.allowStatus(410);
  await page.goto('/sign-up');
  await signUp(page, MINA);
  const context = await anotherBrowser({ javaScriptEnabled: false });
  const other = await context.newPage();
  await other.goto(linkIn(await server.mailTo(MINA.email)));
  await expect(heading(other, 'Is this you?')).toBeVisible();
  await button(other, "This wasn't me").click();
  await expect(heading(other, 'The sign-up is gone')).toBeVisible();
  await expectWaiting(page, MINA.email);

  await page.goto('/sign-up');
  await signUp(page, MINA);
  await other.goto(linkIn(await server.mailTo(MINA.email, 2)));
  await button(other, 'Confirm').click();
  await expect(other.getByText('The address is confirmed.')).toBeVisible();
  expect(await context.cookies()).toEqual([]);
  // The waiting tab refreshes itself, and then one button goes on (FIELD-41).
  await button(page, 'Carry on').click();
  await expect(page).toHaveURL('/setup');
});

test('SI-1, SI-3, SU-13: without JavaScript: a wrong password, the way back, an address not confirmed', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(401);
  const other = await (await anotherBrowser()).newPage();
  await register(other, server, MINA, ['Harbour & Finch', 'Second Street']);
  await page.goto('/o/second-street');
  await expect(heading(page, 'Sign in')).toBeVisible();
  await field(page, 'Email').fill(MINA.email);
  await field(page, 'Password').fill('not these words');
  expect(await send(page, 'Sign in')).toBe(401);
  await expect(page.getByText('That email and password don’t go together.')).toBeVisible();
  await expect(field(page, 'Email')).toHaveValue(MINA.email);
  await field(page, 'Password').fill(MINA.password);
  await button(page, 'Sign in').click();
  await expect(page).toHaveURL('/o/second-street');
  await expect(homeHeading(page, 'Second Street')).toBeVisible();
});

test('OR-5: without JavaScript, what an organization gets wrong is said beside its field, with what was typed', async ({
  page,
  server,
  browserErrors,
}) => {
  browserErrors.allowStatus(422);
  await register(page, server, MINA);
  await page.goto('/setup');
  await field(page, 'Organization name').fill('Win at evil.example now');
  expect(await send(page, 'Create organization')).toBe(422);
  await expectRefused(
    field(page, 'Organization name'),
    'Win at evil.example now',
    'Leave out web addresses: a name is enough.',
  );
  await field(page, 'Organization name').fill('Harbour & Finch');
  await page.getByText('Choose another address').click();
  await field(page, 'Address').fill('settings');
  expect(await send(page, 'Create organization')).toBe(422);
  await expectRefused(field(page, 'Address'), 'settings', 'Parlor keeps that word for itself. Choose another.');
  await expect(field(page, 'Organization name')).toHaveValue('Harbour & Finch');
  await field(page, 'Address').fill('finch');
  await button(page, 'Create organization').click();
  await expect(page).toHaveURL('/o/finch');
});

test('OR-6, SU-14: without JavaScript, dead ends answer with their status and a way on', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(404);
  await register(page, server, MINA);
  for (const [path, title] of [
    ['/o/nobodys-place', 'Nothing here'],
    ['/nowhere', 'Nothing here'],
    ['/verify/unknown', 'We don’t know this link'],
  ] as const) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(heading(page, title)).toBeVisible();
  }
});
