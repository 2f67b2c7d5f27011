import { type Page } from '@playwright/test';
import { call, claim, enter, register, tokenOf, unseen } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, PRIYA, button, choice, countDocuments, expectWaiting, field, heading, link, open, openSwitcher, signIn, signUp, homeHeading } from '../../support/pages';
import { Referrers } from '../../support/referrers';
import { expectRefused, settle } from '../../support/refusals';
import { linkIn } from '../../support/server';
import { Team } from '../../support/team';

const QUILL = 'Quill & Co.';

async function expectAskedAsNew(page: Page): Promise<void> {
  await expect(heading(page, 'Join Quill & Co.')).toBeVisible();
  await expect(field(page, 'Email')).toHaveValue(MINA.email);
  await expect(field(page, 'Name')).toBeVisible();
}

async function acceptAsNew(page: Page, person = MINA): Promise<void> {
  await field(page, 'Name').fill(person.name);
  await field(page, 'Password').fill(person.password);
  await button(page, 'Accept').click();
}

test('ST-3: while no seat is free the page says so at once, asks for nothing in vain, and tells the team', async ({ page, server }) => {
  const team = await Team.start(server);
  const mailed = await team.invite(MINA.email, 'user-admin');
  await server.admin('plan', 'set', team.slug, '--plan', 'Team', '--seats', '1');
  await open(page, mailed);
  await expect(heading(page, 'Join Quill & Co.')).toBeVisible();
  await expect(page.getByText('All seats in Quill & Co. are taken. The invitation is kept: once a seat is free, this link lets you in.')).toBeVisible();
  await expect(page.getByText('Good for 7 more days')).toBeVisible();
  await expect(field(page, 'Name')).toHaveCount(0);
  await expect(button(page, 'Accept')).toHaveCount(0);
  await button(page, 'Tell the team').click();
  await expect(page.getByText('We passed it on')).toBeVisible();
  await expect(button(page, 'Tell the team')).toHaveCount(0);
  await server.mailAbout(JONAS.email, /No seat was free/);

  await server.admin('plan', 'set', team.slug, '--seats', '2');
  await page.reload();
  await expectAskedAsNew(page);
});

test('ST-3: a seat that is gone between page and click is told, with what was typed', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(409);
  const team = await Team.start(server);
  await open(page, await team.invite(MINA.email));
  await server.admin('plan', 'set', team.slug, '--plan', 'Team', '--seats', '1');
  await acceptAsNew(page);
  await expect(page.getByText('All seats in Quill & Co. are taken. Your invitation is kept')).toBeVisible();
  await expect(field(page, 'Name')).toHaveValue(MINA.name);
});

test('IN-2: somebody new gives a name and a password, and lands in the dashboard: one step', async ({ page, server, anotherBrowser }) => {
  const team = await Team.start(server);
  await open(page, await team.invite(MINA.email, 'user-admin'));
  const documents = await countDocuments(page);
  await expect(page).toHaveTitle('Join Quill & Co. · Parlor');
  await expect(page.getByText('Jonas Lindqvist invites you as user admin: you’ll manage members and projects.')).toBeVisible();
  await expect(page.getByText('Good for 7 more days')).toBeVisible();
  await expectAskedAsNew(page);
  await expect(field(page, 'Email')).not.toBeEditable();
  await expect(field(page, 'Email')).toHaveAccessibleDescription('Confirmed already: the link reached you there.');
  await expect(field(page, 'Password')).toHaveAccessibleDescription('8 characters or more. Yours alone: Jonas never sees it.');
  await expect(field(page, 'Name')).toBeFocused();

  await acceptAsNew(page);
  await expect(page).toHaveURL(team.path);
  await expect(homeHeading(page, QUILL)).toBeVisible();
  await documents.expectNone();
  expect(await server.mailsAbout(MINA.email, /Confirm your address/), 'nothing left to confirm').toEqual([]);
  await server.mailAbout(JONAS.email, 'Mina Okafor joined Quill & Co. on Parlor');

  // The password is hers, here and everywhere.
  const other = await (await anotherBrowser()).newPage();
  await open(other, '/sign-in');
  await signIn(other, MINA);
  await expect(homeHeading(other, QUILL)).toBeVisible();
});

test('IN-2, SU-2, SU-3: what somebody new gets wrong is said beside its field, with what was typed', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  const team = await Team.start(server);
  await open(page, await team.invite(MINA.email));
  await button(page, 'Accept').click();
  await expectRefused(field(page, 'Name'), '', 'Enter your name.');
  await field(page, 'Password').fill(MINA.password);
  await field(page, 'Name').fill(MINA.name);
  await settle(page);
  await field(page, 'Name').fill('Win at evil.example now');
  await button(page, 'Accept').click();
  await expectRefused(field(page, 'Name'), 'Win at evil.example now', 'Leave out web addresses: a name is enough.');

  await field(page, 'Name').fill(MINA.name);
  await settle(page);
  for (const [typed, message] of [
    ['', 'Enter a password.'],
    ['seven77', 'Use 8 characters or more.'],
    ['x'.repeat(257), 'Use 256 characters or fewer.'],
    [MINA.email, 'That’s your email address. Try a few plain words.'],
    [MINA.name, 'That’s your name. Try a few plain words.'],
    ['password123', 'One of the most used passwords. Try a few plain words.'],
  ] as const) {
    await field(page, 'Password').fill(typed);
    await button(page, 'Accept').click();
    await expectRefused(field(page, 'Password'), typed, message);
    await expect.soft(field(page, 'Name')).toHaveValue(MINA.name);
  }
  expect(await team.roleOf(MINA.email), 'nobody joined yet').toBeUndefined();

  // Mended, it goes through.
  await field(page, 'Password').fill(MINA.password);
  await settle(page);
  await button(page, 'Accept').click();
  await expect(homeHeading(page, QUILL)).toBeVisible();
});

test('IN-3: with an account, signed out: signs in on the same page, and is in', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(401);
  const team = await Team.start(server);
  // Two of her own: she is asked for none of them.
  await register(await unseen(server), server, MINA, ['Harbour & Finch', 'Second Street']);
  await open(page, await team.invite(MINA.email, 'admin'));
  const documents = await countDocuments(page);
  await expect(page.getByText('Jonas Lindqvist invites you as admin: you’ll manage settings, members and projects.')).toBeVisible();
  await expect(field(page, 'Email')).toHaveValue(MINA.email);
  await expect(field(page, 'Email')).not.toBeEditable();
  await expect(field(page, 'Name')).toHaveCount(0);

  await field(page, 'Password').fill('not these words');
  await button(page, 'Accept').click();
  await expect(page.getByRole('alert')).toHaveText('That email and password don’t go together. Check both and try again.');
  expect(await team.roleOf(MINA.email)).toBeUndefined();

  await field(page, 'Password').fill(MINA.password);
  await button(page, 'Accept').click();
  await expect(page).toHaveURL(team.path);
  await expect(homeHeading(page, QUILL)).toBeVisible();
  const switcher = await openSwitcher(page);
  await expect(choice(switcher, 'Quill & Co.')).toContainText('Admin');
  await expect(choice(switcher, 'Harbour & Finch')).toContainText('Owner');
  await documents.expectNone();
});

test('IN-3: signed in as the right person: one Accept, nothing to fill in', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, await team.invite(MINA.email));
  const documents = await countDocuments(page);
  await expect(heading(page, 'Join Quill & Co.')).toBeVisible();
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await expect(page.getByText(MINA.email)).toBeVisible();
  await button(page, 'Accept').click();
  await expect(page).toHaveURL(team.path);
  await expect(homeHeading(page, QUILL)).toBeVisible();
  await expect(button(page, 'Switch organization')).toBeVisible();
  await documents.expectNone();
});

test('IN-3: declined by the right person, and by somebody new; the team sees it', async ({ page, server, browserErrors, anotherBrowser }) => {
  browserErrors.allowStatus(410);
  const team = await Team.start(server);
  await register(page, server, MINA);
  const other = await (await anotherBrowser()).newPage();
  for (const [tab, email] of [
    [page, MINA.email],
    [other, PRIYA.email],
  ] as const) {
    await open(tab, await team.invite(email));
    await button(tab, 'Decline').click();
    await expect(heading(tab, 'This invitation was declined')).toBeVisible();
    await expect(tab.getByText('Nobody joined Quill & Co. with it. Changed your mind?')).toBeVisible();
    const { invitations } = await team.rows();
    expect(invitations.find((row) => row.email === email)?.state).toBe('declined');
  }
});

test('IN-4: a reload changes nothing, nor does looking', async ({ page, server }) => {
  const team = await Team.start(server);
  const mailed = await team.invite(MINA.email);
  await page.request.head(mailed);
  await page.request.get(mailed, { headers: { 'Sec-Purpose': 'prefetch' } });
  for (let visit = 0; visit < 3; visit += 1) {
    await open(page, mailed);
    await page.reload();
    await expectAskedAsNew(page);
  }
  expect((await team.rows()).invitations).toMatchObject([{ email: MINA.email, state: 'sent' }]);
  await acceptAsNew(page);
  await expect(homeHeading(page, QUILL)).toBeVisible();
});

test('IN-4, SI-3: the invitation survives signing in by its link, across the picker', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(await unseen(server), server, PRIYA, ['Northlight Bikes', 'Tidewater Library']);
  const mailed = await team.invite(MINA.email);
  await open(page, mailed);
  await link(page, 'Sign in').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await page.reload();
  // With two organizations she would be asked to pick.
  await signIn(page, PRIYA);
  await expect(page).toHaveURL(mailed);
  await expect(heading(page, 'This invitation is for another address')).toBeVisible();
});

test('IN-4, SI-3: an invitation that waited at the sign-in page leads into its organization', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(await unseen(server), server, MINA, ['Harbour & Finch', 'Second Street']);
  const mailed = await team.invite(MINA.email);
  await open(page, `/sign-in?return_to=/invitations/${tokenOf(mailed)}`);
  await signIn(page, MINA);
  await expect(page).toHaveURL(mailed);
  await button(page, 'Accept').click();
  await expect(homeHeading(page, QUILL)).toBeVisible();
});

test('IN-10: the invitation survives signing up by oneself instead', async ({ page, server }) => {
  const team = await Team.start(server);
  const mailed = await team.invite(MINA.email);
  await open(page, mailed);
  await open(page, '/sign-up');
  await signUp(page, MINA);
  await page.goto(linkIn(await server.mailAbout(MINA.email, /^Confirm your address/)));
  await expect(page).toHaveURL('/setup');
  await expect(page.getByRole('main').getByText('Jonas Lindqvist invites you as member')).toBeVisible();
  // By its link too.
  await open(page, mailed);
  await button(page, 'Accept').click();
  await expect(homeHeading(page, QUILL)).toBeVisible();
});

test('SU-13, IN-2: somebody whose address is not confirmed yet accepts by the mailed link', async ({ page, server }) => {
  const team = await Team.start(server);
  await claim(await unseen(server), server, MINA);
  const mailed = await team.invite(MINA.email);
  await open(page, '/sign-in');
  await signIn(page, MINA);
  await expectWaiting(page, MINA.email);
  await open(page, mailed);
  await acceptAsNew(page);
  await expect(page).toHaveURL(team.path);
  await expect(homeHeading(page, QUILL)).toBeVisible();
});

test('SU-12, IN-2: whoever signed up with the address before is out', async ({ page, server, browserErrors, anotherBrowser }) => {
  browserErrors.allowStatus(401);
  const team = await Team.start(server);
  const mallory = { ...MINA, name: 'Mallory', password: 'words of somebody else' };
  const stranger = await (await anotherBrowser()).newPage();
  await open(stranger, '/sign-up');
  await signUp(stranger, mallory);

  await open(page, await team.invite(MINA.email));
  await expect(page.getByText('Mallory')).toHaveCount(0);
  await acceptAsNew(page);
  await expect(homeHeading(page, QUILL)).toBeVisible();
  await stranger.waitForResponse('**/api/accounts/attempt-status');
  await expect(stranger).toHaveURL('/verify');
  await open(stranger, '/sign-in');
  await signIn(stranger, mallory);
  await expect(stranger.getByText('That email and password don’t go together.')).toBeVisible();
  expect((await team.rows()).members.map((row) => row.email)).toContain(MINA.email);
});

test('IN-9: accepted in two tabs at once it is one membership, and both are in', async ({ page, context, server, browserErrors }) => {
  browserErrors.allowStatus(409, 410);
  const team = await Team.start(server);
  await register(page, server, MINA);
  const mailed = await team.invite(MINA.email);
  const second = await context.newPage();
  for (const tab of [page, second]) await open(tab, mailed);
  await Promise.all([page, second].map((tab) => button(tab, 'Accept').click()));
  // Whichever came second hears that she is in, and goes on.
  for (const tab of [page, second]) {
    const there = homeHeading(tab, QUILL);
    const opened = link(tab, 'Open Quill & Co.');
    await expect(there.or(opened)).toBeVisible();
    if (await opened.isVisible()) await opened.click();
    await expect(there).toBeVisible();
  }
  const { members, invitations } = await team.rows();
  expect(members.filter((row) => row.email === MINA.email)).toHaveLength(1);
  expect(invitations).toEqual([]);
});

test('IN-9: one click too many accepts once', async ({ page, server }) => {
  const team = await Team.start(server);
  await open(page, await team.invite(MINA.email));
  await field(page, 'Name').fill(MINA.name);
  await field(page, 'Password').fill(MINA.password);
  await button(page, 'Accept').dblclick();
  await expect(homeHeading(page, QUILL)).toBeVisible();
});

test('IN-3: signed in elsewhere meanwhile: what was asked no longer fits, and the page says so', async ({ page, context, server, browserErrors }) => {
  browserErrors.allowStatus(401, 409);
  const team = await Team.start(server);
  const mailed = await team.invite(MINA.email);
  await register(await unseen(server), server, PRIYA, ['Northlight Bikes']);
  await open(page, mailed);
  await expectAskedAsNew(page);
  await enter(await context.newPage(), server, PRIYA);
  await acceptAsNew(page);
  await expect(heading(page, 'This invitation is for another address')).toBeVisible();
  await expect(page.locator('dl').getByText(PRIYA.email, { exact: true })).toBeVisible();
  expect(await team.roleOf(MINA.email)).toBeUndefined();
});

test('IN-3: somebody new who has an account by now is asked for its password, and told why', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(401);
  const team = await Team.start(server);
  await open(page, await team.invite(MINA.email));
  await expectAskedAsNew(page);
  const elsewhere = await unseen(server);
  const verify = await server.linkTo(MINA.email, 'Confirm your address for Parlor', () =>
    call(elsewhere, server, 'accounts/sign-up', { ...MINA }),
  );
  await call(elsewhere, server, 'accounts/confirm', { token: tokenOf(verify) });
  await acceptAsNew(page, { ...MINA, password: 'another one, chosen just now' });
  await expect(page.getByText('This address has got an account meanwhile.')).toBeVisible();
  await expect(field(page, 'Name')).toHaveCount(0);
  await expect(page.getByText('That email and password don’t go together.')).toHaveCount(0);
  await field(page, 'Password').fill(MINA.password);
  await button(page, 'Accept').click();
  await expect(page).toHaveURL(team.path);
  await expect(homeHeading(page, QUILL)).toBeVisible();
});

test('IN-6: the role that whoever invited may no longer give is not given', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  const team = await Team.start(server);
  const priya = await team.join(PRIYA, 'admin');
  const mailed = await server.linkTo(MINA.email, / invited you to /, () =>
    call(priya, server, 'members/invite', { organization: team.slug, emails: MINA.email, role: 'admin' }),
  );
  await open(page, mailed);
  await expect(page.getByText('Priya Raman invites you as admin')).toBeVisible();
  await team.giveRole(PRIYA.email, 'member');
  await acceptAsNew(page);
  await expect(heading(page, 'This invitation doesn’t stand any more')).toBeVisible();
  expect(await team.roleOf(MINA.email)).toBeUndefined();
  // FIELD-25: what happened, and a way on.
  await button(page, 'Ask for a new one').click();
  await expect(heading(page, 'We passed it on')).toBeVisible();
});

test('TOK-20: no address with the invitation’s token is ever a referrer', async ({ server, anotherBrowser }) => {
  const team = await Team.start(server);
  const mailed = await team.invite(MINA.email);
  const context = await anotherBrowser();
  const referrers = new Referrers(context);
  const page = await context.newPage();
  await open(page, mailed);
  await acceptAsNew(page);
  await expect(homeHeading(page, QUILL)).toBeVisible();
  await page.reload();
  await expect(homeHeading(page, QUILL)).toBeVisible();
  const told = await referrers.told();
  expect(told.length).toBeGreaterThan(5);
  expect(told.filter((referrer) => referrer.includes(tokenOf(mailed)))).toEqual([]);
});
