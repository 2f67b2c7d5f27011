import { call, enter, register } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, PRIYA, button, choice, countDocuments, heading, link, open, openSwitcher, homeHeading } from '../../support/pages';
import { Team } from '../../support/team';

/** OR-4: felt within 5 seconds. */
const SOON = { timeout: 5_000 };

for (const [where, path] of [
  ['at home', ''],
  ['among the members', '/members'],
  ['in the panel for a new one', '/members/new'],
] as const) {
  test(`OR-4: removed while ${where}: who, what, and that the rest is as it was`, async ({ page, server, browserErrors }) => {
    browserErrors.allowStatus(404);
    const team = await Team.start(server);
    await register(page, server, MINA, ['Harbour & Finch']);
    await team.join(MINA, 'admin', page);
    await open(page, `${team.path}${path}`);
    const documents = await countDocuments(page);
    await team.remove(MINA.email);
    await expect(heading(page, 'You’re not in Quill & Co. any more')).toBeVisible(SOON);
    await expect(page.getByText('Jonas Lindqvist removed you from Quill & Co. a moment ago. Your other organizations are as they were.')).toBeVisible();
    await expect(heading(page)).toBeFocused();
    await expect(page).toHaveTitle('You’re not in Quill & Co. any more · Parlor');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByText(JONAS.email), 'nothing of it is left on the page').toHaveCount(0);
    await link(page, 'Go to your organizations').click();
    await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
    await documents.expectNone();
  });
}

test('OR-4: removed from one organization while in another: it leaves the switcher, and nothing else happens', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  await team.join(MINA, 'member', page);
  await open(page, '/o/harbour-finch');
  const switcher = await openSwitcher(page);
  await expect(choice(switcher, 'Quill & Co.')).toBeVisible();
  await team.remove(MINA.email);
  await expect(choice(switcher, 'Quill & Co.')).toHaveCount(0, SOON);
  await expect(switcher).toBeVisible();
  await expect(choice(switcher, 'Second Street')).toBeVisible();
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
});

test('OR-4, OR-7: after a reload it is said again, and an owner undoes the deletion there', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(404);
  const team = await Team.start(server);
  await team.join(MINA, 'member', page);
  await open(page, team.path);
  await team.remove(MINA.email);
  await expect(heading(page, 'You’re not in Quill & Co. any more')).toBeVisible(SOON);
  expect((await page.reload())?.status()).toBe(404);
  await expect(heading(page, 'You’re not in Quill & Co. any more')).toBeVisible();
  await expect(page.getByText('Jonas Lindqvist removed you from Quill & Co.')).toBeVisible();
  await expect(button(page, 'Undo')).toHaveCount(0);

  // A page that was left open would load itself anew for another account, while this one is on its way.
  await page.goto('about:blank');
  await enter(page, server, JONAS);
  await call(page, server, 'organizations/delete', { organization: team.slug, name: 'Quill & Co.' });
  expect((await page.goto(team.path))?.status()).toBe(404);
  await expect(heading(page, 'Quill & Co. is deleted')).toBeVisible();
  await page.getByRole('button', { name: /^Undo until / }).click();
  await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
});

test('OR-4: with no other organization left, the way on leads to setting one up', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA, 'member', page);
  await open(page, team.path);
  await team.remove(MINA.email);
  await expect(heading(page, 'You’re not in Quill & Co. any more')).toBeVisible(SOON);
  await expect(page.getByText('as they were')).toHaveCount(0);
  await link(page, 'Go to your organizations').click();
  await expect(heading(page, 'Where will you work?')).toBeVisible();
});

test('OR-4, OR-7: deleted: said by whom it can be brought back, and bringing it back is felt too', async ({ page, server, anotherBrowser }) => {
  const team = await Team.start(server);
  await register(page, server, MINA, ['Harbour & Finch']);
  await team.join(MINA, 'member', page);
  const choosing = await (await anotherBrowser()).newPage();
  await enter(choosing, server, MINA);
  await open(choosing, '/choose');
  await open(page, team.path);
  await team.delete();
  await expect(heading(page, 'Quill & Co. was deleted')).toBeVisible(SOON);
  await expect(page.getByText('For 7 days an owner can bring it back. Your other organizations are as they were.')).toBeVisible();
  await expect(link(choosing, 'Quill & Co.')).toHaveCount(0, SOON);
  await call(team.owner, server, 'organizations/restore', { organization: team.slug });
  await expect(link(choosing, 'Quill & Co.')).toBeVisible(SOON);
});

test('OR-4: invited again, one is back in the open tab', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(page, server, MINA, ['Harbour & Finch']);
  await team.join(MINA, 'member', page);
  await open(page, team.path);
  const documents = await countDocuments(page);
  await team.remove(MINA.email);
  await expect(heading(page, 'You’re not in Quill & Co. any more')).toBeVisible(SOON);
  await team.join(MINA, 'admin', page);
  await expect(homeHeading(page, 'Quill & Co.')).toBeVisible(SOON);
  await expect(link(page.getByRole('navigation'), 'Settings')).toBeVisible();
  await documents.expectNone();
});

test('OR-4: two tabs in two organizations: only the one that is concerned shows it', async ({ page, context, server }) => {
  const team = await Team.start(server);
  await register(page, server, MINA, ['Harbour & Finch']);
  await team.join(MINA, 'member', page);
  const second = await context.newPage();
  await open(page, team.path);
  await open(second, '/o/harbour-finch');
  await team.remove(MINA.email);
  await expect(heading(page, 'You’re not in Quill & Co. any more')).toBeVisible(SOON);
  await expect(homeHeading(second, 'Harbour & Finch')).toBeVisible();
  await expect(button(second, 'Switch organization')).toBeVisible();
});

test('OR-4: whoever removes sees it at once, and the others in the list do too', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA);
  await team.join(MINA, 'billing-admin', page);
  await open(page, team.members);
  await expect(page.getByRole('row').filter({ hasText: PRIYA.email })).toBeVisible();
  await team.remove(PRIYA.email);
  await expect(page.getByRole('row').filter({ hasText: PRIYA.email })).toHaveCount(0, SOON);
});
