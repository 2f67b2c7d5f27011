import { type Locator, type Page } from '@playwright/test';
import { call, register } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { behindFront } from '../../support/front';
import { JONAS, MINA, PRIYA, button, countDocuments, heading, open } from '../../support/pages';
import { Team } from '../../support/team';

/** A stream that ends is noticed, and a reload is no going away: then everybody is told. */
const TOLD = { timeout: 20_000 };

async function menu(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Account menu' }).click();
  return page.getByRole('group', { name: 'Account menu' });
}

function row(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ hasText: name });
}

test('TR-9: what I am is chosen in the account menu, here or everywhere, and stays so', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street', 'Third Floor']);
  await open(page, '/o/harbour-finch');
  const documents = await countDocuments(page);
  const account = page.getByRole('button', { name: 'Account menu' });
  await expect(account).toHaveAccessibleName(/Online\. Account menu/);
  let opened = await menu(page);
  const here = opened.getByRole('group', { name: /Availability in .*Harbour & Finch/ });
  await expect(button(here, 'Online')).toHaveAttribute('aria-pressed', 'true');
  await button(here, 'Busy').click();
  await expect(account).toHaveAccessibleName(/Busy\. Account menu/);
  await expect(page.getByRole('complementary').getByText('Owner · Busy')).toBeVisible();
  opened = await menu(page);
  await button(opened, 'Set in all three organizations').click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('second');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Second Street is ready')).toBeVisible();
  await expect(account).toHaveAccessibleName(/Busy\. Account menu/);
  // By keyboard: the focus is on what is chosen.
  await account.focus();
  await page.keyboard.press('Enter');
  await expect(button(page.getByRole('group', { name: 'Account menu' }), 'Busy')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(account).toHaveAccessibleName(/Away\. Account menu/);
  await documents.expectNone();
  await page.reload();
  await expect(account).toHaveAccessibleName(/Away\. Account menu/);
});

behindFront('TR-9: who comes, changes and goes is seen in lists at once, and nothing is asked for again', async ({ page, context, anotherBrowser, server, front }) => {
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  const elsewhere = await anotherBrowser();
  const other = await elsewhere.newPage();
  await team.join(PRIYA, 'member', other);
  await open(page, team.members);
  const priya = row(page, PRIYA.name);
  await expect(priya).toContainText('Offline');
  await expect(row(page, MINA.name)).toContainText('Online');
  await open(other, team.path);
  await expect(priya).toContainText('Online', TOLD);
  // Everything that both pages ask for by themselves has been asked for.
  const asked = (): number => front.count('/api/members/list') + front.count('/api/organizations/mine') + front.count('/api/organizations/home');
  const before = asked();
  const choose = (availability: string): Promise<unknown> =>
    call(other, server, 'organizations/set-availability', { organization: team.slug, availability });
  await choose('away');
  await expect(priya).toContainText('Away', TOLD);
  await expect(priya).not.toContainText('Now');
  await choose('busy');
  await expect(priya).toContainText('Busy', TOLD);
  await expect(priya).toContainText('Now');
  // Whoever chose it sees it in their other tabs, too.
  await expect(other.getByRole('button', { name: 'Account menu' })).toHaveAccessibleName(/Busy\. Account menu/, TOLD);
  await expect(other.getByRole('complementary').getByText('Member · Busy')).toBeVisible();
  expect(asked()).toBe(before);
  await priya.getByRole('link', { name: PRIYA.name }).click();
  const about = page.getByRole('complementary', { name: /About/ });
  await expect(about).toContainText('Busy');
  await choose('online');
  await expect(about).toContainText('Online', TOLD);
  const second = await elsewhere.newPage();
  await open(second, team.path);
  await other.close();
  await second.close();
  await expect(about).toContainText('Offline', TOLD);
  await expect(about).toContainText('Last active');
  const home = await context.newPage();
  await open(home, team.path);
  await expect(home.getByRole('complementary')).toContainText('1 online');
  await expect(home.getByRole('complementary')).toContainText('Owner · Offline');
  await elsewhere.close();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('TR-9: it is a form', async ({ page, server }) => {
    await register(page, server, JONAS, ['Harbour & Finch', 'Second Street']);
    await page.goto('/o/harbour-finch');
    await button(await menu(page), 'Away').click();
    await expect(page.getByRole('button', { name: 'Account menu' })).toHaveAccessibleName(/Away\. Account menu/);
    await button(await menu(page), 'Set in both organizations').click();
    await page.goto('/o/second-street');
    await expect(page.getByRole('button', { name: 'Account menu' })).toHaveAccessibleName(/Away\. Account menu/);
  });
});
