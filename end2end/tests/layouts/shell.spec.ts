import { expect, test } from '../../support/fixtures';
import { MINA, button, choice, countDocuments, heading, link, open, openSwitcher, register, homeHeading } from '../../support/pages';

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the navigation is a drawer that leads everywhere and closes by itself', async ({ page, server }) => {
    await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
    await open(page, '/o/harbour-finch');
    const documents = await countDocuments(page);
    const drawer = page.getByRole('navigation', { name: 'Harbour & Finch' });
    const account = page.getByRole('button', { name: 'Account menu' });
    await expect(account).toBeHidden();
    await button(page, 'Menu').tap();
    await expect(drawer).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(account).toBeHidden();
    await expect(button(page, 'Menu')).toBeFocused();

    await button(page, 'Menu').tap();
    await account.tap();
    await link(page, 'All organizations').tap();
    await expect(heading(page, 'Where to, Mina?')).toBeVisible();
    await link(page, 'Second Street').tap();
    await expect(homeHeading(page, 'Second Street')).toBeVisible();
    await expect(account).toBeHidden();
    await documents.expectNone();
  });

  test('the focus stays in the open drawer, and Esc gives it back', async ({ page, server }) => {
    await register(page, server, MINA, ['Harbour & Finch']);
    for (const path of ['/o/harbour-finch/members', '/account']) {
      await open(page, path);
      const menu = button(page, 'Menu');
      await menu.focus();
      await page.keyboard.press('Enter');
      const within = page.locator('.shell-nav:popover-open :focus');
      await expect(within).toHaveCount(1);
      for (let tabs = 0; tabs < 10; tabs += 1) {
        await page.keyboard.press('Tab');
        const outside = await page.evaluate(() => document.activeElement?.matches('.shell :not(.shell-nav, .shell-nav *)'));
        expect(outside, `${path}, Tab ${tabs + 1}`).toBe(false);
      }
      await within.or(page.locator('body')).first().waitFor();
      await page.keyboard.press('Escape');
      await expect(page.locator('.shell-nav:popover-open')).toHaveCount(0);
      await expect(menu).toBeFocused();
      await expect(page.locator('[inert]')).toHaveCount(0);
    }
  });

  test('OR-2, OR-3: the switcher works by touch', async ({ page, server }) => {
    await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
    await open(page, '/o/harbour-finch');
    const switcher = await openSwitcher(page);
    await choice(switcher, 'Second Street').tap();
    await expect(homeHeading(page, 'Second Street')).toBeFocused();
    await expect(switcher).toBeHidden();
  });

  test('SI-5: signing out from the drawer', async ({ page, server }) => {
    await register(page, server, MINA, ['Harbour & Finch']);
    await open(page, '/o/harbour-finch');
    await button(page, 'Menu').tap();
    await page.getByRole('button', { name: 'Account menu' }).tap();
    await button(page, 'Sign out').tap();
    await expect(heading(page, 'Sign in')).toBeVisible();
  });
});

test('the account menu says who is signed in, and gives the focus back', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, '/o/harbour-finch');
  const account = page.getByRole('button', { name: 'Account menu' });
  await account.click();
  const menu = page.getByRole('group', { name: 'Account menu' });
  await expect(menu.getByText(MINA.email)).toBeVisible();
  await expect(link(menu, 'All organizations')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(account).toBeFocused();
});

test('everything in the shell is reached by Tab alone, the main part last', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, '/o/harbour-finch');
  const names: string[] = [];
  for (let at = 0; at < 7; at += 1) {
    await page.keyboard.press('Tab');
    names.push(
      await page.evaluate(() => {
        const focused = document.activeElement;
        return focused?.getAttribute('aria-label') ?? focused?.textContent ?? '';
      }),
    );
  }
  expect(names).toEqual([
    'Skip to content',
    'Switch organization',
    'Home',
    'Settings',
    'Invite people',
    expect.stringContaining('Account menu'),
    // Of the page itself.
    'Hide these',
  ]);
});

for (const path of ['/o/harbour-finch', '/o/harbour-finch/members', '/account']) {
  test(`FIELD-69: on ${path} the first key leads past the navigation`, async ({ page, server }) => {
    await register(page, server, MINA, ['Harbour & Finch']);
    await open(page, path);
    await page.keyboard.press('Tab');
    const skip = link(page, 'Skip to content');
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null), 'the next stop is within').toBe(true);
  });
}
