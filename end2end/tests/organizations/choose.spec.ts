import { invite, register as registerUnseen, unseen } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, button, choice, countDocuments, link, open, openSwitcher, register, signIn, signOut, homeHeading } from '../../support/pages';

test('SI-2: the picker names the organization used last first, and it has the focus', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street', 'Third Floor']);
  const rows = page.getByRole('main').getByRole('listitem');
  const use = async (name: string): Promise<void> => {
    await page.getByRole('main').getByRole('link', { name, exact: true }).click();
    await expect(homeHeading(page, name)).toBeVisible();
    // The clock moves on, so that one is the last.
    await server.later({ seconds: 120 });
    await signOut(page);
    await signIn(page, MINA);
    await expect(page).toHaveURL('/choose');
    await expect(rows).toHaveCount(3);
    await expect(rows.first()).toContainText(name);
    await expect(rows.first()).toContainText('Owner · last here');
  };
  await open(page, '/choose');
  await expect(page.getByText('You belong to 3 organizations.')).toBeVisible();
  await use('Harbour & Finch');
  await use('Third Floor');
  await use('Second Street');
  await expect(rows.nth(1)).toContainText('Third Floor');
  await expect(rows.nth(2)).toContainText('Harbour & Finch');
  await expect(link(page, 'Second Street')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(homeHeading(page, 'Second Street')).toBeVisible();
});

test('SI-2: what was switched to counts as used', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  await open(page, '/o/second-street');
  await server.later({ seconds: 120 });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('harbour');
  // Its name is known before its home is: a page left in between was never opened.
  const opened = page.waitForResponse('**/api/organizations/home');
  await page.keyboard.press('Enter');
  await opened;
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
  await open(page, '/choose');
  await expect(page.getByRole('main').getByRole('listitem').first()).toContainText('Harbour & Finch');
});

test('SI-2: the one used last is first, however quickly one went back to it', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  for (const slug of ['harbour-finch', 'second-street', 'harbour-finch']) await open(page, `/o/${slug}`);
  await open(page, '/choose');
  await expect(page.getByRole('main').getByRole('listitem').first()).toContainText('Harbour & Finch');
});

test('SI-2: the account menu leads to the picker', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  await open(page, '/o/second-street');
  const documents = await countDocuments(page);
  await page.getByRole('button', { name: 'Account menu' }).click();
  await link(page, 'All organizations').click();
  await expect(page).toHaveURL('/choose');
  await link(page, 'Harbour & Finch').click();
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
  await documents.expectNone();
});

test('FIELD-23: where names are equal the address stands beside, wherever one chooses', async ({ page, server }) => {
  const owner = await unseen(server);
  await registerUnseen(owner, server, JONAS, ['Acme']);
  await register(page, server, MINA, ['ACME', 'Quill & Co.']);
  const rows = page.getByRole('main').getByRole('listitem');
  await open(page, '/choose');
  await expect(rows.filter({ hasText: 'ACME' })).not.toContainText('/o/');
  // Arrives while the page is open.
  const mailed = await invite(owner, server, 'acme', MINA.email);
  await expect(rows.filter({ hasText: 'Acme' }).filter({ hasText: 'Accept' })).toContainText('/o/acme · ');
  await expect(rows.filter({ hasText: /ACME/ })).toContainText('/o/acme-2 · Owner');
  await expect(rows.filter({ hasText: 'Quill' })).not.toContainText('/o/');
  await open(page, '/o/quill-co');
  await expect(choice(await openSwitcher(page), 'ACME')).toContainText('/o/acme-2');
  await open(page, mailed);
  await expect(page.getByRole('main').getByText('/o/acme', { exact: true })).toBeVisible();
  await button(page, 'Accept').click();
  await expect(page).toHaveURL('/o/acme');
  await open(page, '/account/organizations');
  await expect(rows.filter({ hasText: '/o/acme · Member' })).toBeVisible();
  await expect(rows.filter({ hasText: '/o/acme-2 · Owner' })).toBeVisible();
});
