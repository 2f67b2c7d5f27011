import { expect, test } from '../../support/fixtures';
import { call, join, register, unseen } from '../../support/calls';
import { JONAS, MINA, button, countDocuments, field, heading, link, open, homeHeading } from '../../support/pages';
import { expectRefused, settle } from '../../support/refusals';

const DAY = 24;

test('OR-7: a member leaves, after being asked', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(404);
  const jonas = await unseen(server);
  await register(page, server, MINA, ['Harbour & Finch']);
  await register(jonas, server, JONAS, ['Third Floor']);
  await join(jonas, page, server, 'third-floor', MINA);
  await open(page, '/account/organizations');
  const documents = await countDocuments(page);
  const row = page.getByRole('listitem').filter({ hasText: 'Third Floor' });
  await expect(row).toContainText('Member');
  await expect(row.getByRole('button', { name: /Delete/ }), 'that is for its owner').toHaveCount(0);

  await button(page, 'Leave… Third Floor').click();
  const dialog = page.getByRole('dialog', { name: 'Leave Third Floor?' });
  await expect(dialog).toContainText('You lose access at once');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button(page, 'Leave… Third Floor'), 'the focus returns').toBeFocused();

  await page.keyboard.press('Enter');
  await button(dialog, 'Cancel').click();
  await expect(dialog).toBeHidden();
  await expect(row).toBeVisible();

  await button(page, 'Leave… Third Floor').click();
  await button(dialog, 'Leave organization').click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: 'You left Third Floor.' })).toBeVisible();
  await expect(row).toHaveCount(0);
  await documents.expectNone();
  expect((await page.goto('/o/third-floor'))?.status()).toBe(404);
  await open(page, '/o/harbour-finch');
  await expect(homeHeading(page, 'Harbour & Finch'), 'the other one is as it was').toBeVisible();
});

test('OR-7, ROL-8: the last owner is offered, in the same dialog, to hand over or to delete; then leaves', async ({
  page,
  server,
  browserErrors,
}) => {
  browserErrors.allowStatus(422);
  const jonas = await unseen(server);
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  await join(page, jonas, server, 'second-street', JONAS);
  await open(page, '/account/organizations');
  const documents = await countDocuments(page);
  const row = page.getByRole('listitem').filter({ hasText: 'Second Street' });
  await expect(row).toContainText('Owner · you’re its only owner');
  await button(page, 'Leave… Second Street').click();
  const dialog = page.getByRole('dialog', { name: 'Leave Second Street?' });
  await expect(dialog).toContainText('You’re its only owner, and it needs one.');
  await expect(button(dialog, 'Leave organization')).toHaveCount(0);
  await expect(button(dialog, 'Delete organization')).toBeVisible();

  await button(dialog, 'Transfer ownership').click();
  await expectRefused(dialog.getByLabel('New owner'), '', 'Choose who will own it.');
  await dialog.getByLabel('New owner').selectOption({ label: `${JONAS.name} · ${JONAS.email}` });
  await button(dialog, 'Transfer ownership').click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: 'Second Street has its new owner.' })).toBeVisible();
  await expect(row).toContainText('Admin');
  await server.mailAbout(JONAS.email, 'You are an owner of Second Street on Parlor');

  await button(page, 'Leave… Second Street').click();
  await button(dialog, 'Leave organization').click();
  await expect(row).toHaveCount(0);
  await documents.expectNone();
});

test('OR-7: alone in it, there is only deleting', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, '/account/organizations');
  await button(page, 'Leave… Harbour & Finch').click();
  const dialog = page.getByRole('dialog', { name: 'Leave Harbour & Finch?' });
  await expect(dialog).toContainText('You’re alone in it');
  await expect(dialog.getByLabel('New owner')).toHaveCount(0);
  await dialog.getByLabel('Organization name').fill('Harbour & Finch');
  await button(dialog, 'Delete organization').click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('listitem').filter({ hasText: 'Harbour & Finch' })).toContainText('Deleted');
});

test('OR-7: deleted by typing the name, and undone', async ({ page, server, browserErrors, anotherBrowser }) => {
  browserErrors.allowStatus(404);
  const jonas = await (await anotherBrowser()).newPage();
  await register(page, server, MINA, ['Harbour & Finch']);
  await join(page, jonas, server, 'harbour-finch', JONAS);
  await open(jonas, '/o/harbour-finch');
  await open(page, '/account/organizations');
  const documents = await countDocuments(page);
  await link(page, 'Settings Harbour & Finch').click();
  await expect(page).toHaveURL('/o/harbour-finch/settings/general#danger-zone');
  await button(page, 'Delete… Harbour & Finch').click();
  const dialog = page.getByRole('dialog', { name: 'Delete Harbour & Finch?' });
  await expect(dialog).toContainText('2 people lose access with their next click');
  await expect(dialog).toContainText(/Until \w+, \d+ \w+, \d\d:\d\d you can undo it/);
  const name = dialog.getByLabel('Organization name');
  for (const typed of ['', 'harbour & finch', 'Harbour']) {
    await name.fill(typed);
    await button(dialog, 'Delete organization').click();
    await expectRefused(name, typed, 'Type the organization’s name as it stands above.');
    await name.fill('Harbour & Finch');
    await settle(page);
  }
  await button(dialog, 'Delete organization').click();
  await expect(heading(page, 'Harbour & Finch is deleted')).toBeVisible();
  await expect(page.getByRole('definition').first()).toHaveText('2 people');
  await expect(page.getByRole('button', { name: /^Undo until \w+, \d+ \w+/ })).toBeVisible();
  await expect(jonas.getByRole('heading', { level: 1, name: /Harbour & Finch/ }), 'felt by whoever is in it').toContainText('deleted', {
    timeout: 5_000,
  });
  for (const tab of [page, jonas]) expect((await tab.request.get('/o/harbour-finch')).status()).toBe(404);
  await open(jonas, '/account/organizations');
  await expect(heading(jonas, 'Organizations')).toBeVisible();
  await expect(jonas.getByText('Harbour & Finch'), 'only its owner can undo').toHaveCount(0);

  await page.getByRole('button', { name: /^Undo until/ }).click();
  await expect(page).toHaveURL('/o/harbour-finch');
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
  await expect(page.getByText('It’s back: everybody in it is in again')).toBeVisible();
  await documents.expectNone();
  await open(jonas, '/o/harbour-finch');
  await expect(homeHeading(jonas, 'Harbour & Finch'), 'with everybody in it').toBeVisible();
});

test('OR-7: after 7 days it is gone for good', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(404, 503);
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  await call(page, server, 'organizations/delete', { organization: 'harbour-finch', name: 'Harbour & Finch' });
  // In two steps, or the session ends first.
  await server.later({ hours: 6 * DAY });
  await open(page, '/account/organizations');
  await expect(button(page, 'Undo Harbour & Finch')).toBeVisible();
  // Purging it is told to open tabs, and this one would lose its row under the hand that clicks.
  await page.route('**/api/account/view', (route) => route.fulfill({ status: 503, json: { error: 'busy' } }));
  await server.later({ hours: DAY });
  await button(page, 'Undo Harbour & Finch').click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.unroute('**/api/account/view');
  await open(page, '/account/organizations');
  await expect(link(page, 'Open Second Street')).toBeVisible();
  await expect(page.getByText('Harbour & Finch')).toHaveCount(0);
  expect((await page.request.get('/o/harbour-finch')).status()).toBe(404);
});

test('SI-7: my organizations lead into them; without any, to a new one', async ({ page, server }) => {
  await register(page, server, MINA);
  await open(page, '/account/organizations');
  const documents = await countDocuments(page);
  await expect(page.getByText('You belong to no organization')).toBeVisible();
  await link(page, 'Create organization').click();
  await field(page, 'Organization name').fill('Harbour & Finch');
  await button(page, 'Create organization').click();
  await page.getByRole('button', { name: 'Account menu' }).click();
  await link(page, 'Your account').click();
  await link(page, 'Organizations').click();
  await link(page, 'Open Harbour & Finch').click();
  await expect(page).toHaveURL('/o/harbour-finch');
  await documents.expectNone();
});

test('OR-4: an organization that somebody else puts me into or out of changes the open list', async ({ page, server }) => {
  const jonas = await unseen(server);
  await register(page, server, MINA, ['Harbour & Finch']);
  await register(jonas, server, JONAS, ['Third Floor']);
  await open(page, '/account/organizations');
  const row = page.getByRole('listitem').filter({ hasText: 'Third Floor' });
  await join(jonas, page, server, 'third-floor', MINA);
  await expect(row).toBeVisible({ timeout: 5_000 });
  await call(jonas, server, 'organizations/delete', { organization: 'third-floor', name: 'Third Floor' });
  await expect(row).toHaveCount(0, { timeout: 5_000 });
});

test('OR-7: the page of a question leads back to the list when there is nothing to ask', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch']);
  for (const path of ['nobodys-place/leave', 'harbour-finch/nonsense']) {
    await open(page, `/account/organizations/${path}`);
    await expect(page).toHaveURL('/account/organizations');
    await expect(heading(page, 'Organizations')).toBeVisible();
  }
});
