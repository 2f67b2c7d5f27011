import { register, unseen } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { MINA, PRIYA, button, field, heading, link, send, signIn, signUp, homeHeading } from '../../support/pages';
import { expectRefused } from '../../support/refusals';
import { linkIn } from '../../support/server';
import { Team } from '../../support/team';

test.use({ javaScriptEnabled: false });

test('IN-2: without JavaScript, somebody new gives a name and a password, and lands in the dashboard: one step', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  const team = await Team.start(server);
  await page.goto(await team.invite(MINA.email, 'user-admin'));
  await expect(heading(page, 'Join Quill & Co.')).toBeVisible();
  await expect(field(page, 'Email')).toHaveValue(MINA.email);
  await field(page, 'Name').fill('Win at evil.example now');
  await field(page, 'Password').fill('password123');
  expect(await send(page, 'Accept')).toBe(422);
  await expectRefused(field(page, 'Name'), 'Win at evil.example now', 'Leave out web addresses: a name is enough.');
  await expect(field(page, 'Password')).toHaveAccessibleDescription('One of the most used passwords. Try a few plain words.');
  await expect(field(page, 'Password'), 'a password is never sent back').toHaveValue('');

  await field(page, 'Name').fill(MINA.name);
  await field(page, 'Password').fill(MINA.password);
  await button(page, 'Accept').click();
  await expect(page).toHaveURL(team.path);
  await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
});

test('IN-3: without JavaScript, with an account, signed out: signs in on the same page, and is in', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(401);
  const team = await Team.start(server);
  await register(await unseen(server), server, MINA, ['Harbour & Finch', 'Second Street']);
  await page.goto(await team.invite(MINA.email));
  await expect(field(page, 'Name')).toHaveCount(0);
  await field(page, 'Password').fill('not these words');
  expect(await send(page, 'Accept')).toBe(401);
  await expect(page.getByText('That email and password don’t go together.')).toBeVisible();
  await field(page, 'Password').fill(MINA.password);
  await button(page, 'Accept').click();
  await expect(page).toHaveURL(team.path);
  await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
});

test('IN-3: without JavaScript, the right person accepts or declines with one click', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  const team = await Team.start(server);
  const bikes = await Team.start(server, 'Northlight Bikes', PRIYA);
  await register(page, server, MINA);
  const mailed = await bikes.invite(MINA.email);
  await page.goto(mailed);
  await button(page, 'Decline').click();
  await expect(page).toHaveURL(mailed);
  await expect(heading(page, 'This invitation was declined')).toBeVisible();
  await page.goto(await team.invite(MINA.email));
  await button(page, 'Accept').click();
  await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
});

test('IN-3: without JavaScript, the wrong account: both addresses, and switching keeps the invitation', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(await unseen(server), server, MINA, ['Harbour & Finch', 'Second Street']);
  await register(page, server, PRIYA, ['Northlight Bikes']);
  const mailed = await team.invite(MINA.email);
  await page.goto(mailed);
  await expect(heading(page, 'This invitation is for another address')).toBeVisible();
  await expect(page.locator('dl').getByText(MINA.email, { exact: true })).toBeVisible();
  await expect(page.locator('dl').getByText(PRIYA.email, { exact: true })).toBeVisible();
  await button(page, 'Switch account').click();
  await expect(page).toHaveURL(mailed);
  await field(page, 'Password').fill(MINA.password);
  await button(page, 'Accept').click();
  await expect(page).toHaveURL(team.path);
});

test('IN-4, SI-3: without JavaScript, the invitation survives signing in by its link, across the picker', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(await unseen(server), server, PRIYA, ['Northlight Bikes', 'Tidewater Library']);
  const mailed = await team.invite(MINA.email);
  await page.goto(mailed);
  await link(page, 'Sign in').click();
  await signIn(page, PRIYA);
  await expect(page).toHaveURL(mailed);
  await expect(heading(page, 'This invitation is for another address')).toBeVisible();
});

test('IN-10, SU-15: without JavaScript, whoever registers finds the invitation on /setup, accepts and declines there', async ({ page, server }) => {
  const team = await Team.start(server);
  const bikes = await Team.start(server, 'Northlight Bikes', PRIYA);
  await team.invite(MINA.email, 'admin');
  await bikes.invite(MINA.email);
  await page.goto('/sign-up');
  await signUp(page, MINA);
  await page.goto(linkIn(await server.mailAbout(MINA.email, /^Confirm your address/)));
  await button(page, 'Confirm').click();
  await expect(page).toHaveURL('/setup');
  const row = (name: string): ReturnType<typeof page.getByRole> => page.getByRole('main').getByRole('listitem').filter({ hasText: name });
  await expect(row('Quill & Co.')).toContainText('Jonas Lindqvist invites you as admin');
  await button(row('Northlight Bikes'), 'Decline').click();
  await expect(page).toHaveURL('/setup');
  await expect(row('Northlight Bikes')).toHaveCount(0);
  await button(row('Quill & Co.'), 'Accept').click();
  await expect(page).toHaveURL(team.path);
  await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
});

test('OR-2, SU-15: without JavaScript, accepted on /choose and in the switcher', async ({ page, server }) => {
  const team = await Team.start(server);
  const bikes = await Team.start(server, 'Northlight Bikes', PRIYA);
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  await team.invite(MINA.email);
  await page.goto('/choose');
  await button(page.getByRole('main').getByRole('listitem').filter({ hasText: 'Quill & Co.' }), 'Accept').click();
  await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();

  await bikes.invite(MINA.email);
  await page.goto('/o/second-street');
  await button(page, 'Switch organization').click();
  await button(page.getByRole('list', { name: 'Expecting you' }), 'Accept').click();
  await expect(homeHeading(page, 'Northlight Bikes')).toBeVisible();
});

test('IN-4: without JavaScript, one that was cancelled while one looked says so where it was', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  const team = await Team.start(server);
  await register(page, server, MINA);
  await team.invite(MINA.email);
  await page.goto('/setup');
  await team.cancel(MINA.email);
  expect(await send(page, 'Accept')).toBe(410);
  await expect(page.getByText('The team took this invitation back. Ask whoever invited you.')).toBeVisible();

  const mailed = await team.invite(MINA.email);
  await page.goto(mailed);
  await team.cancel(MINA.email);
  expect(await send(page, 'Accept')).toBe(410);
  await expect(heading(page, 'This invitation was taken back')).toBeVisible();
});

test('IN-7: without JavaScript, from a copied link one signs in and accepts', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(await unseen(server), server, MINA, ['Harbour & Finch', 'Second Street']);
  await team.invite(MINA.email);
  const copied = await team.copy(MINA.email);
  await page.goto(copied);
  await link(page, 'Sign in').click();
  await signIn(page, MINA);
  await expect(page).toHaveURL(copied);
  await button(page, 'Accept').click();
  await expect(page).toHaveURL(team.path);
});

test('OR-4: without JavaScript, removed: the next page says that there is nothing', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(404);
  const team = await Team.start(server);
  await register(page, server, MINA, ['Harbour & Finch']);
  await team.join(MINA, 'member', page);
  await page.goto(team.path);
  await team.remove(MINA.email);
  const answer = await page.reload();
  expect(answer?.status()).toBe(404);
  await link(page, 'Go to your organizations').click();
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
});
