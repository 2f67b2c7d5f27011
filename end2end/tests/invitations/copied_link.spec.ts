import { enter, register, unseen } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, PRIYA, button, heading, link, open, signIn, signUp, homeHeading } from '../../support/pages';
import { linkIn } from '../../support/server';
import { Team } from '../../support/team';

const HANDED = 'This link was handed to you, not mailed, so it can’t tell that';

test('IN-7: Copy link puts it into the clipboard and shows it', async ({ page, context, server }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const team = await Team.start(server);
  await team.invite(MINA.email);
  await enter(page, server, JONAS);
  await open(page, team.invited);
  await button(page, `Actions for ${MINA.email}`).click();
  await button(page, 'Copy link').click();
  const dialog = page.getByRole('dialog', { name: 'Link to hand over' });
  await expect(dialog).toBeVisible();
  await expect(dialog).toContainText(`Only ${MINA.email} can use it: they sign in, or sign up and confirm that address.`);
  await expect(dialog.getByText('Copied.')).toBeVisible();
  const shown = await dialog.getByLabel('Invitation link').inputValue();
  expect(shown).toMatch(new RegExp(`^${server.url}/invitations/`));
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shown);

  await button(dialog, 'Done').click();
  await expect(dialog).toBeHidden();
  await expect(button(page, `Actions for ${MINA.email}`)).toBeFocused();
  // The same one until the invitation is sent again.
  expect(await team.copy(MINA.email)).toBe(shown);
});

test('IN-7: where the browser keeps its clipboard to itself, the link is there to copy by hand', async ({ page, server }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  const team = await Team.start(server);
  await team.invite(MINA.email);
  await enter(page, server, JONAS);
  await open(page, team.invited);
  await button(page, `Actions for ${MINA.email}`).click();
  await button(page, 'Copy link').click();
  const dialog = page.getByRole('dialog', { name: 'Link to hand over' });
  await expect(dialog).toContainText('Your browser keeps its clipboard to itself: select the link and copy it.');
  await expect(dialog.getByLabel('Invitation link')).toHaveValue(/\/invitations\//);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('IN-5, IN-7: the page of a copied link is the same, whether or not the address has an account', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(await unseen(server), server, MINA);
  const looks: string[] = [];
  for (const { email } of [MINA, PRIYA]) {
    await team.invite(email);
    await open(page, await team.copy(email));
    await expect(heading(page, 'Join Quill & Co.')).toBeVisible();
    await expect(page.getByText(`${HANDED} ${email} is yours. Sign in with that address, or sign up and confirm it.`)).toBeVisible();
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await expect(button(page, 'Accept')).toHaveCount(0);
    const look = await page.locator('body').ariaSnapshot();
    looks.push(look.replaceAll(email, '(address)').replaceAll(/\/invitations\/[\w-]+/g, '(link)'));
  }
  expect(looks[1]).toBe(looks[0]);
});

test('IN-7, SI-3: from a copied link one signs in, comes back and accepts', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(await unseen(server), server, MINA, ['Harbour & Finch', 'Second Street']);
  await team.invite(MINA.email);
  const copied = await team.copy(MINA.email);
  await open(page, copied);
  await link(page, 'Sign in').click();
  await signIn(page, MINA);
  await expect(page).toHaveURL(copied);
  await button(page, 'Accept').click();
  await expect(page).toHaveURL(team.path);
  await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
});

test('IN-5, IN-7, IN-10: from a copied link one signs up, confirms the address, and finds the invitation first', async ({ page, context, server }) => {
  const team = await Team.start(server);
  await team.invite(MINA.email);
  await open(page, await team.copy(MINA.email));
  await link(page, 'Sign up').click();
  await expect(heading(page, 'Create your account')).toBeVisible();
  await signUp(page, MINA);
  expect(await team.roleOf(MINA.email), 'not in before the address is confirmed').toBeUndefined();
  await (await context.newPage()).goto(linkIn(await server.mailAbout(MINA.email, /^Confirm your address/)));
  await expect(page).toHaveURL('/setup');
  await expect(page.getByText('Jonas Lindqvist invites you as member')).toBeVisible();
  await button(page, 'Accept').click();
  await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
});

test('IN-3, IN-7: a copied link opened as somebody else names both addresses', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.invite(MINA.email);
  await register(page, server, PRIYA, ['Northlight Bikes']);
  await open(page, await team.copy(MINA.email));
  await expect(heading(page, 'This invitation is for another address')).toBeVisible();
  await button(page, 'Switch account').click();
  await expect(page.getByText(`${HANDED} ${MINA.email} is yours.`)).toBeVisible();
});

test('IN-7: sent again, every older link explains itself, the copied one too; the newest works', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  const team = await Team.start(server);
  const mailed = await team.invite(MINA.email);
  const copied = await team.copy(MINA.email);
  await server.later({ hours: 24 });
  const newest = await team.send(MINA.email);
  for (const older of [mailed, copied]) {
    const answer = await page.goto(older);
    expect(answer?.status()).toBe(410);
    await expect(heading(page, 'This link is from an earlier mail')).toBeVisible();
  }
  const again = await team.copy(MINA.email);
  expect(again).not.toBe(copied);
  await open(page, again);
  await expect(page.getByText(HANDED)).toBeVisible();
  await open(page, newest);
  await expect(page.getByText('Good for 7 more days')).toBeVisible();
});

test('IN-7: a copied link of a cancelled invitation says so', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  const team = await Team.start(server);
  await team.invite(MINA.email);
  const copied = await team.copy(MINA.email);
  await team.cancel(MINA.email);
  const answer = await page.goto(copied);
  expect(answer?.status()).toBe(410);
  await expect(heading(page, 'This invitation was taken back')).toBeVisible();
});
