import { type Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures';
import { register } from '../../support/calls';
import { MINA, awake, button, countDocuments, field, heading, link, open, signIn, homeHeading } from '../../support/pages';
import { recordDom, takeSnapshots } from '../../support/dom-recorder';

const PAGES = [
  ['/account', 'Profile'],
  ['/account/sign-in', 'Email and password'],
  ['/account/sessions', 'Sessions'],
  ['/account/appearance', 'Appearance'],
  ['/account/organizations', 'Organizations'],
  ['/account/delete', 'Delete account'],
] as const;

/** Nothing of the person or her organization was on the page at any moment since the snapshots were taken last. */
async function expectNothingPersonal(page: Page): Promise<void> {
  const personal = [MINA.name, MINA.email, 'Harbour & Finch', 'Chrome on Linux'];
  const seen = (await takeSnapshots(page)).filter((snapshot) => personal.some((word) => snapshot.all.includes(word)));
  expect(seen).toEqual([]);
}

test('SI-7: the account menu leads here, and from page to page no document is loaded; the focus follows', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, '/o/harbour-finch');
  const documents = await countDocuments(page);
  await page.getByRole('button', { name: 'Account menu' }).click();
  await link(page, 'Your account').click();
  await expect(heading(page, 'Profile')).toBeVisible();
  const navigation = page.getByRole('navigation', { name: 'Your account' });
  for (const [path, title] of [...PAGES.slice(1), PAGES[0]]) {
    await link(navigation, title).click();
    await expect(page).toHaveURL(path);
    await expect(page).toHaveTitle(`${title} · Your account · Parlor`);
    await expect(heading(page, title)).toBeFocused();
    await expect(link(navigation, title)).toHaveAttribute('aria-current', 'page');
    await expect(navigation.locator('[aria-current]')).toHaveCount(1);
  }
  await link(page, 'Harbour & Finch').click();
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
  await documents.expectNone();
});

test('SI-3: each of these pages needs signing in, and is where one comes back to', async ({ page, server, browserErrors }) => {
  // The page that is left may ask once more without its cookie.
  browserErrors.allowStatus(401);
  await register(page, server, MINA);
  for (const [path, title] of PAGES) {
    await page.context().clearCookies({ name: /^parlor-session/ });
    await open(page, path);
    await expect(page).toHaveURL(/\/sign-in\?return_to=/);
    await signIn(page, MINA);
    await expect(page).toHaveURL(path);
    await expect(heading(page, title)).toBeVisible();
  }
});

test('SI-5, PRV-8: after signing out here, Back shows nothing personal', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(401);
  await register(page, server, MINA, ['Harbour & Finch']);
  await recordDom(page);
  await open(page, '/account');
  for (const [, title] of PAGES.slice(1, 5)) {
    await link(page, title).click();
    await expect(heading(page, title)).toBeVisible();
  }
  await button(page, 'Sign out').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await takeSnapshots(page);
  for (let step = 0; step < 4; step += 1) {
    await page.goBack();
    await expect(heading(page, 'Sign in')).toBeVisible();
    await expectNothingPersonal(page);
  }
});

test('SI-5, PRV-8: nor when the pages before were documents of their own', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(401);
  await register(page, server, MINA, ['Harbour & Finch']);
  await recordDom(page);
  for (const path of ['/account/sessions', '/account/organizations', '/account']) await open(page, path);
  await button(page, 'Sign out').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await open(page, '/sign-up');
  for (let step = 0; step < 4; step += 1) {
    await page.goBack();
    await awake(page);
    await expect(heading(page, 'Sign in')).toBeVisible();
    await expectNothingPersonal(page);
  }
});

test('SI-5, OR-4: signing out in one tab is felt in another within 5 seconds', async ({ page, context, server, browserErrors }) => {
  browserErrors.allowStatus(401);
  await register(page, server, MINA, ['Harbour & Finch']);
  const second = await context.newPage();
  await open(second, '/account/sign-in');
  await open(page, '/account');
  await button(page, 'Sign out').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await expect(heading(second, 'Sign in')).toBeVisible({ timeout: 5_000 });
});

test('OR-4: what is being typed stays while something changes elsewhere', async ({ page, context, server }) => {
  await register(page, server, MINA);
  await open(page, '/account/sign-in');
  await field(page, 'Email').fill('half of an addr');
  const second = await context.newPage();
  await open(second, '/account');
  await field(second, 'Name').fill('Mina Reed');
  const asked = page.waitForResponse('**/api/account/view');
  await button(second, 'Save changes').click();
  await asked;
  await expect(field(page, 'Email')).toHaveValue('half of an addr');
  await expect(field(page, 'Email')).toBeFocused();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('SI-7: the navigation is a drawer that leads everywhere and closes by itself', async ({ page, server }) => {
    await register(page, server, MINA, ['Harbour & Finch']);
    await open(page, '/account');
    const documents = await countDocuments(page);
    const entry = link(page, 'Sessions');
    await expect(entry).toBeHidden();
    await button(page, 'Menu').tap();
    await entry.tap();
    await expect(heading(page, 'Sessions')).toBeVisible();
    await expect(entry).toBeHidden();
    await link(page, 'Harbour & Finch').tap();
    await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
    await documents.expectNone();
  });
});
