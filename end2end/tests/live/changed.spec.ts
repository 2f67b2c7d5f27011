import { call, enter, register } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, PRIYA, choice, countDocuments, heading, link, open, openSwitcher, homeHeading, membersFromHome } from '../../support/pages';
import { Team } from '../../support/team';

/** OR-4: felt within 5 seconds. */
const SOON = { timeout: 5_000 };

test('OR-4, TR-8: demoted among the members: what I am now, what is missing and who can grant it', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(403);
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  await open(page, team.members);
  const documents = await countDocuments(page);
  const navigation = page.getByRole('navigation', { name: 'Quill & Co.' });
  await team.giveRole(MINA.email, 'member');
  await expect(page.getByRole('status').filter({ hasText: 'Your role in Quill & Co. is now member.' })).toBeVisible(SOON);
  await expect(page.getByRole('alert')).toHaveText('You need Read members for that. Jonas Lindqvist can grant it, with Manage members.');
  await expect(page.getByText(JONAS.email)).toHaveCount(0);
  await expect(link(navigation, 'Settings')).toHaveCount(0);
  await expect(link(navigation, 'Invite people')).toHaveCount(0);
  await link(navigation, 'Home').click();
  await expect(heading(page, 'Quill & Co.')).toBeVisible();
  await expect(link(page, 'Members')).toHaveCount(0);
  await documents.expectNone();

  await test.step('and back again', async () => {
    await team.giveRole(MINA.email, 'user-admin');
    await expect(page.getByRole('status').filter({ hasText: 'Your role in Quill & Co. is now user admin.' })).toBeVisible(SOON);
    await membersFromHome(page).click();
    await expect(page.getByRole('row').filter({ hasText: JONAS.email })).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});

test('OR-4: demoted to a reader: boxes, menus and the panel go, the list stays', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  await open(page, team.members);
  await expect(page.getByRole('checkbox').first()).toBeVisible();
  await team.giveRole(MINA.email, 'billing-admin');
  await expect(page.getByRole('checkbox')).toHaveCount(0, SOON);
  await expect(link(page, 'New member')).toHaveCount(0);
  await expect(page.getByRole('row').filter({ hasText: JONAS.email })).toBeVisible();
  await expect(page.getByText('Your role in Quill & Co. is now billing admin.')).toBeVisible();
});

test('OR-4: the open home page shows who came, what they became and what was done', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  await open(page, team.path);
  const documents = await countDocuments(page);
  const aside = page.getByRole('complementary');
  await expect(page.getByText('with one other person.')).toBeVisible();
  await team.join(PRIYA, 'member');
  const priya = aside.getByRole('listitem').filter({ hasText: PRIYA.name });
  await expect(priya.first()).toContainText('Member', SOON);
  await expect(page.getByText('one of 3 people.')).toBeVisible();
  await team.giveRole(PRIYA.email, 'billing-admin');
  await expect(priya.first()).toContainText('Billing admin', SOON);
  await expect(aside.getByText(`made ${PRIYA.name}`)).toBeVisible();
  await documents.expectNone();
});

test('OR-4: what is said of one organization is not said of the next', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(page, server, MINA, ['Harbour & Finch']);
  await team.join(MINA, 'admin', page);
  await open(page, team.path);
  await team.giveRole(MINA.email, 'member');
  await expect(page.getByText('Your role in Quill & Co. is now member.')).toBeVisible(SOON);
  const switcher = await openSwitcher(page);
  await expect(choice(switcher, 'Quill & Co.')).toContainText('Member');
  await choice(switcher, 'Harbour & Finch').click();
  await expect(homeHeading(page, 'Harbour & Finch')).toBeFocused();
  await expect(page.getByText(/^Your role in/)).toHaveCount(0);
});

test('OR-4: a person who takes another name has it in everybody’s open list, and in their own other tab', async ({ page, context, server, anotherBrowser }) => {
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  const own = await context.newPage();
  await open(own, team.path);
  const jonas = await (await anotherBrowser()).newPage();
  await enter(jonas, server, JONAS);
  await open(jonas, team.members);
  await expect(jonas.getByRole('rowheader', { name: MINA.name })).toBeVisible();
  await call(page, server, 'account/change-name', { name: 'Mina Okafor-Reed' });
  await expect(jonas.getByRole('rowheader', { name: 'Mina Okafor-Reed' })).toBeVisible(SOON);
  await expect(jonas.getByRole('checkbox', { name: 'Mina Okafor-Reed' })).toBeVisible();
  await expect(own.getByRole('button', { name: /Account menu/ })).toContainText('Mina Okafor-Reed', SOON);
});

test('OR-4: signed out in another tab: this one asks to sign in, and comes back', async ({ page, context, server, browserErrors }) => {
  browserErrors.allowStatus(401);
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  await open(page, team.members);
  const second = await context.newPage();
  await open(second, team.path);
  await call(second, server, 'accounts/sign-out', {});
  await expect(heading(page, 'Sign in')).toBeVisible(SOON);
  await expect(page.getByText(PRIYA.email)).toHaveCount(0);
  await expect(page).toHaveURL(`/sign-in?return_to=${team.members}`);
});
