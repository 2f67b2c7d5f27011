import { expect, test } from '../../support/fixtures';
import {
  JONAS,
  MINA,
  button,
  claim,
  countDocuments,
  field,
  heading,
  link,
  open,
  openSwitcher,
  register,
  signIn,
  signOut,
  homeHeading,
} from '../../support/pages';
import { expectRefused, settle } from '../../support/refusals';

const WRONG = 'That email and password don’t go together. Check both and try again.';

test('SI-1: a wrong password and an unknown address are told alike, and what was typed is still there', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(401);
  const owner = await (await anotherBrowser()).newPage();
  await register(owner, server, MINA);
  await claim(owner, server, JONAS);
  for (const email of [MINA.email, 'nobody@harbourfinch.example', JONAS.email]) {
    await open(page, '/sign-in');
    await signIn(page, { email, password: 'not these words' });
    const alert = page.getByRole('alert');
    await expect(alert).toHaveText(WRONG);
    await expect(alert).toBeFocused();
    await expect(field(page, 'Email')).toHaveValue(email);
    await expect(page).toHaveURL('/sign-in');
  }
  // Mended, it goes through.
  await field(page, 'Email').fill(MINA.email);
  await field(page, 'Password').fill(MINA.password);
  await button(page, 'Sign in').click();
  await expect(page).toHaveURL('/setup');
});

test('SI-1: bad input in each field: a message beside it, the focus on it, what was typed still there', async ({ page }) => {
  await open(page, '/sign-in');
  await button(page, 'Sign in').click();
  await expect(page.getByText('Enter a password.')).toBeVisible();
  await expectRefused(field(page, 'Email'), '', 'Enter your email address.');
  await field(page, 'Password').fill(MINA.password);
  await field(page, 'Email').fill(MINA.email);
  await settle(page);
  for (const typed of ['mina', 'mi\u0007na@x.example', '<b>mina</b>@x.example']) {
    await field(page, 'Email').fill(typed);
    await button(page, 'Sign in').click();
    await expectRefused(field(page, 'Email'), typed, 'Enter an address like mina@example.com.');
  }
  await field(page, 'Email').fill(MINA.email);
  await settle(page);
  for (const [typed, message] of [
    ['', 'Enter a password.'],
    ['x'.repeat(257), 'Use 256 characters or fewer.'],
  ] as const) {
    await field(page, 'Password').fill(typed);
    await button(page, 'Sign in').click();
    await expectRefused(field(page, 'Password'), typed, message);
  }
});

test('SI-2: no organization: setup; one: into it; two: the picker; without loading a document', async ({
  page,
  server,
  anotherBrowser,
}) => {
  const other = await (await anotherBrowser()).newPage();
  await register(other, server, MINA);
  await open(page, '/sign-in');
  const documents = await countDocuments(page);
  await signIn(page, MINA);
  await expect(page).toHaveURL('/setup');
  await field(page, 'Organization name').fill('Harbour & Finch');
  await button(page, 'Create organization').click();
  await expect(page).toHaveURL('/o/harbour-finch');
  await signOut(page);
  await signIn(page, MINA);
  await expect(page).toHaveURL('/o/harbour-finch');
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
  await link(await openSwitcher(page), 'Create organization').click();
  await field(page, 'Organization name').fill('Second Street');
  await button(page, 'Create organization').click();
  await expect(page).toHaveURL('/o/second-street');
  await signOut(page);
  await signIn(page, MINA);
  await expect(page).toHaveURL('/choose');
  await expect(heading(page, 'Where to, Mina?')).toBeVisible();
  await documents.expectNone();
});

test('SI-3: a deep link that needs signing in is where one comes back to, across the picker', async ({
  page,
  server,
  anotherBrowser,
}) => {
  const other = await (await anotherBrowser()).newPage();
  await register(other, server, MINA, ['Harbour & Finch', 'Second Street']);
  for (const [path, there] of [
    ['/o/harbour-finch', 'created Harbour & Finch'],
    ['/choose', 'You belong to 2 organizations.'],
    ['/setup', 'Its people, projects and settings stay apart'],
  ] as const) {
    await page.context().clearCookies();
    await open(page, path);
    await expect(page).toHaveURL(/\/sign-in\?return_to=/);
    await signIn(page, MINA);
    await expect(page).toHaveURL(path);
    await expect(page.getByText(there)).toBeVisible();
  }
});

test('SI-3: after a wrong password it still comes back', async ({ page, server, browserErrors, anotherBrowser }) => {
  browserErrors.allowStatus(401);
  const other = await (await anotherBrowser()).newPage();
  await register(other, server, MINA, ['Harbour & Finch', 'Second Street']);
  await open(page, '/o/second-street');
  await signIn(page, { ...MINA, password: 'not these words' });
  await expect(page.getByText(WRONG)).toBeVisible();
  await field(page, 'Password').fill(MINA.password);
  await button(page, 'Sign in').click();
  await expect(page).toHaveURL('/o/second-street');
});

test('SI-3: comes back to this site only', async ({ page, server, browserErrors, anotherBrowser }) => {
  // The page that was open asks once more without its cookies.
  browserErrors.allowStatus(401);
  const other = await (await anotherBrowser()).newPage();
  await register(other, server, MINA, ['Harbour & Finch']);
  for (const evil of ['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)', '%2F%2Fevil.example']) {
    await page.context().clearCookies();
    await open(page, `/sign-in?return_to=${encodeURIComponent(evil)}`);
    await signIn(page, MINA);
    await expect(page).toHaveURL('/o/harbour-finch');
  }
});

test('SI-4: sessions end after 7 days without use', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, '/o/harbour-finch');
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
  await server.later({ hours: 7 * 24 });
  await open(page, '/o/harbour-finch');
  await expect(heading(page, 'Sign in')).toBeVisible();
});
