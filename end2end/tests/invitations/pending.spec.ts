import { type Page } from '@playwright/test';
import { register } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { MINA, PRIYA, button, choice, countDocuments, field, heading, link, open, openSwitcher, signUp, homeHeading } from '../../support/pages';
import { linkIn } from '../../support/server';
import { Team } from '../../support/team';

/** OR-4, SU-15: felt within 5 seconds. */
const SOON = { timeout: 5_000 };
const DAYS = 24;

/** What is said to screen readers. */
function said(page: Page, words: string): ReturnType<Page['getByRole']> {
  return page.getByRole('status').filter({ hasText: words });
}

test('IN-10, SU-15: whoever registers with an invited address finds the invitation first, and accepts it', async ({ page, context, server }) => {
  const team = await Team.start(server);
  await team.invite(MINA.email, 'admin');
  await open(page, '/sign-up');
  await signUp(page, MINA);
  await (await context.newPage()).goto(linkIn(await server.mailAbout(MINA.email, /^Confirm your address/)));
  await expect(heading(page, 'Where will you work?')).toBeVisible();
  await expect(page.getByText('Join a team that’s expecting you, or start your own.')).toBeVisible();
  const documents = await countDocuments(page);
  const row = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Quill & Co.' });
  await expect(row).toContainText('Jonas Lindqvist invites you as admin');
  await expect(button(row, 'Accept')).toHaveAccessibleDescription('Quill & Co.');
  await button(row, 'Accept').click();
  await expect(page).toHaveURL(team.path);
  await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
  await documents.expectNone();
});

test('SU-15, IN-10: on /setup they arrive and vanish while one looks, and nothing that was typed is lost', async ({ page, server }) => {
  const quill = await Team.start(server);
  const bikes = await Team.start(server, 'Northlight Bikes', PRIYA);
  await register(page, server, MINA);
  await open(page, '/setup');
  const documents = await countDocuments(page);
  await expect(page.getByText(`Invited somewhere already? It appears here by itself, once it’s for ${MINA.email}.`)).toBeVisible();
  await field(page, 'Organization name').fill('Harbour & Fi');

  await quill.invite(MINA.email);
  const rows = page.getByRole('main').getByRole('list').filter({ hasText: 'invites you as' }).getByRole('listitem');
  await expect(rows).toHaveCount(1, SOON);
  await expect(said(page, 'Quill & Co. is expecting you')).toBeAttached();
  await expect(page.getByRole('heading', { name: 'Expecting you' })).toBeVisible();
  await expect(page.getByText('New ones appear by themselves')).toBeVisible();
  await bikes.invite(MINA.email, 'billing-admin');
  await expect(rows).toHaveCount(2, SOON);
  await expect(rows.first(), 'the newest first').toContainText('Priya Raman invites you as billing admin');
  await expect(field(page, 'Organization name')).toHaveValue('Harbour & Fi');
  await expect(field(page, 'Organization name')).toBeFocused();

  await bikes.cancel(MINA.email);
  await expect(rows).toHaveCount(1, SOON);
  await expect(rows).toContainText('Quill & Co.');
  await quill.cancel(MINA.email);
  await expect(rows).toHaveCount(0, SOON);
  await expect(page.getByText('Give your team a place of its own. You’ll be its owner.')).toBeVisible();
  await field(page, 'Organization name').press('End');
  await page.keyboard.type('nch');
  await button(page, 'Create organization').click();
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
  await documents.expectNone();
});

test('SU-15: declined on /setup: the row goes at once, and the focus goes where one can read on', async ({ page, server }) => {
  const team = await Team.start(server);
  const bikes = await Team.start(server, 'Northlight Bikes', PRIYA);
  await register(page, server, MINA);
  await team.invite(MINA.email);
  await bikes.invite(MINA.email);
  await open(page, '/setup');
  const row = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Quill & Co.' });
  await button(row, 'Decline').focus();
  await page.keyboard.press('Enter');
  await expect(row).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Expecting you' })).toBeFocused();
  await expect(page.getByText('Northlight Bikes')).toBeVisible();
  expect((await team.rows()).invitations).toMatchObject([{ email: MINA.email, state: 'declined' }]);
});

test('SU-15, IN-4: one that ended in the same moment says why', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  const team = await Team.start(server);
  await register(page, server, MINA);
  await team.invite(MINA.email);
  await open(page, '/setup');
  // What arrives is held back, so that the page does not know yet.
  await page.route('**/api/organizations/mine', (route) => route.abort('connectionrefused'));
  browserErrors.allowOffline();
  await team.cancel(MINA.email);
  await button(page, 'Accept').click();
  await expect(page.getByRole('alert')).toHaveText('The team took this invitation back. Ask whoever invited you.');
  await expect(page.getByRole('alert')).toBeFocused();
});

test('SU-15, IN-4: answered too late: the row goes and the reason stays', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  const team = await Team.start(server);
  await register(page, server, MINA);
  await team.invite(MINA.email);
  await open(page, '/setup');
  await page.route('**/api/invitations/accept-mine', async (route) => {
    await team.cancel(MINA.email);
    await route.fallback();
  });
  await button(page, 'Accept').click();
  await expect(page.getByRole('heading', { name: 'Expecting you' })).toHaveCount(0, SOON);
  await expect(page.getByRole('alert')).toHaveText('The team took this invitation back. Ask whoever invited you.');
});

test('SU-15: on /choose they arrive and vanish while one looks; accepted there', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  await open(page, '/o/second-street');
  await open(page, '/choose');
  const documents = await countDocuments(page);
  await expect(link(page, 'Second Street')).toBeFocused();
  const row = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Quill & Co.' });
  await team.invite(MINA.email, 'user-admin');
  await expect(row).toBeVisible(SOON);
  await expect(row).toContainText('User admin, from Jonas');
  await expect(said(page, 'Quill & Co. is expecting you')).toBeAttached();
  await expect(link(page, 'Second Street')).toBeFocused();
  await team.cancel(MINA.email);
  await expect(row).toHaveCount(0, SOON);
  await team.invite(MINA.email);
  await button(row, 'Accept').click(SOON);
  await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
  await documents.expectNone();
});

test('OR-2, SU-15: in the open switcher they arrive and vanish while one looks; accepted there one is in', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  await open(page, '/o/harbour-finch');
  const documents = await countDocuments(page);
  const switcher = await openSwitcher(page);
  const invited = switcher.getByRole('list', { name: 'Expecting you' }).getByRole('listitem');
  await expect(invited).toHaveCount(0);
  await page.keyboard.type('sec');
  await team.invite(MINA.email, 'admin');
  await expect(invited).toHaveCount(1, SOON);
  await expect(invited).toContainText('Quill & Co.');
  await expect(invited).toContainText('Admin, from Jonas');
  await expect(page.getByRole('combobox', { name: 'Find an organization' }), 'what was typed stays').toHaveValue('sec');
  await team.cancel(MINA.email);
  await expect(invited).toHaveCount(0, SOON);
  await expect(switcher).toBeVisible();

  await team.invite(MINA.email, 'admin');
  await expect(invited).toHaveCount(1, SOON);
  await button(invited, 'Accept').click();
  await expect(page).toHaveURL(team.path);
  await expect(homeHeading(page, 'Quill & Co.')).toBeFocused();
  await expect(switcher).toBeHidden();
  await expect(choice(await openSwitcher(page), 'Quill & Co.')).toContainText('Admin');
  await expect(invited).toHaveCount(0);
  await documents.expectNone();
});

test('OR-4, SU-15, OR-2: what the team changes about an invitation is changed where it is answered', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  await team.invite(MINA.email, 'admin');
  const edit = async (role: string): Promise<void> => {
    await team.call('edit-invitation', { invitation: await team.id(MINA.email), role });
  };
  await server.later({ hours: 4 * DAYS + 11.5 });
  await open(page, '/setup');
  const row = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Quill & Co.' });
  await expect(row).toContainText('Jonas Lindqvist invites you as admin');
  await expect(row).toContainText('2 days left');
  await button(row, 'Decline').focus();
  await edit('member');
  await expect(row).toContainText('Jonas Lindqvist invites you as member', SOON);
  await team.send(MINA.email);
  await expect(row).not.toContainText('left', SOON);
  await expect(button(row, 'Decline'), 'the row stays').toBeFocused();

  await open(page, '/choose');
  await expect(row).toContainText('Member, from Jonas');
  await edit('billing-admin');
  await expect(row).toContainText('Billing admin, from Jonas', SOON);

  await open(page, '/o/harbour-finch');
  const invited = (await openSwitcher(page)).getByRole('list', { name: 'Expecting you' }).getByRole('listitem');
  await expect(invited).toContainText('Billing admin, from Jonas');
  await edit('admin');
  await expect(invited).toContainText('Admin, from Jonas', SOON);
});

test('OR-2: declined in the switcher it stays open, and the keyboard goes on in it', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  await team.invite(MINA.email);
  await open(page, '/o/harbour-finch');
  const switcher = await openSwitcher(page);
  await button(switcher, 'Decline').click();
  await expect(switcher.getByRole('list', { name: 'Expecting you' })).toHaveCount(0);
  await expect(switcher).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(switcher).toBeHidden();
  expect((await team.rows()).invitations).toMatchObject([{ state: 'declined' }]);
});

test('SU-15: what is about to expire says how long it waits, and then it is gone', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(page, server, MINA);
  await team.invite(MINA.email);
  const main = page.getByRole('main');
  await open(page, '/setup');
  await expect(main.getByText('Quill & Co.')).toBeVisible();
  await expect(main.getByText(/ left$/)).toHaveCount(0);
  await server.later({ hours: 4 * DAYS + 11.5 });
  await open(page, '/setup');
  await expect(main.getByText('2 days left')).toBeVisible();
  await server.later({ hours: 2 * DAYS });
  await open(page, '/setup');
  await expect(main.getByText('12 hours left')).toBeVisible();
  await server.later({ hours: 13 });
  await open(page, '/setup');
  await expect(main.getByText('Quill & Co.')).toHaveCount(0);
});

test('SI-2, SU-15: with one organization and an invitation, signing in goes straight in, and the switcher has it', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(page, server, MINA, ['Harbour & Finch']);
  await team.invite(MINA.email);
  await open(page, '/');
  await expect(page).toHaveURL('/o/harbour-finch');
  await expect((await openSwitcher(page)).getByRole('list', { name: 'Expecting you' })).toContainText('Quill & Co.');
});

test('SU-13: before the address is confirmed, no invitation is shown', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.invite(MINA.email);
  await open(page, '/sign-up');
  await signUp(page, MINA);
  await open(page, '/sign-in');
  await field(page, 'Email').fill(MINA.email);
  await field(page, 'Password').fill(MINA.password);
  await button(page, 'Sign in').click();
  await expect(heading(page, 'Check your inbox')).toBeVisible();
  await expect(page.getByText('Quill & Co.')).toHaveCount(0);
  await open(page, '/setup');
  await expect(heading(page, 'Check your inbox')).toBeVisible();
});
