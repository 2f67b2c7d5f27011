import { type Locator, type Page } from '@playwright/test';
import { enter, tokenOf, unseen, call } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { bar, row, tick } from '../../support/members-list';
import { awake, JONAS, MINA, PRIYA, button, countDocuments, heading, link, open } from '../../support/pages';
import { Team } from '../../support/team';

const ZOE = 'zoe@northlight.example';

/** One of the people in the review. */
function person(page: Page, name: string): Locator {
  return page.getByRole('main').locator('.review > li').filter({ hasText: name });
}

/** Jonas' organization with Mina, Priya and an invitation in it, and Jonas looking at its list. */
async function openList(page: Page, team: Team): Promise<void> {
  await team.join(MINA);
  await team.join(PRIYA, 'admin');
  await team.invite(ZOE, 'user-admin');
  await enter(page, team.server, JONAS);
  await open(page, team.members);
}

test('TR-7: ticked, counted, cleared', async ({ page, server }) => {
  const team = await Team.start(server);
  await openList(page, team);
  await expect(bar(page)).toBeHidden();
  await tick(page, MINA.name).check();
  await expect(bar(page)).toContainText('1 selected');
  await expect(page.getByRole('status').filter({ hasText: '1 selected' })).toBeAttached();
  const all = tick(page, 'Select all on this page');
  const state = (): Promise<string> => all.evaluate((box: HTMLInputElement) => (box.indeterminate ? 'some' : box.checked ? 'all' : 'none'));
  expect(await state()).toBe('some');
  await all.click();
  await expect(bar(page)).toContainText('3 selected');
  expect(await state()).toBe('all');
  await tick(page, PRIYA.name).uncheck();
  await expect(bar(page)).toContainText('2 selected');
  expect(await state()).toBe('some');
  await button(bar(page), 'Clear').click();
  await expect(bar(page)).toBeHidden();
  await expect(tick(page, MINA.name)).not.toBeChecked();
  expect(await state()).toBe('none');
});

test('TR-7: reviewed, one kept, revoked: felt on the next request, and the link says so', async ({ page, server, browserErrors, anotherBrowser }) => {
  browserErrors.allowStatus(404, 410);
  const team = await Team.start(server);
  await team.join(MINA);
  const priya = await team.join(PRIYA, 'admin');
  const mailed = await team.invite(ZOE, 'user-admin');
  await enter(page, server, JONAS);
  await open(page, team.members);
  const documents = await countDocuments(page);
  for (const name of [MINA.name, PRIYA.name, JONAS.name]) await tick(page, name).check();
  // Whoever is ticked in one list stays ticked in the other.
  await link(page.getByRole('navigation', { name: 'Lists' }), 'Invited 1').click();
  await tick(page, ZOE).check();
  await expect(bar(page)).toContainText('4 selected, 1 on this page');
  await button(bar(page), 'Revoke access').click();

  await expect(heading(page, 'Revoke access for 3 people?')).toBeFocused();
  await expect(page).toHaveTitle('Revoke access · Quill & Co.');
  await expect(page.getByText('They lose Quill & Co. with their next click. Their accounts and other organizations stay as they are.')).toBeVisible();
  await expect(person(page, MINA.name)).toContainText('Member');
  await expect(person(page, MINA.name)).toContainText('Loses access with the next click');
  await expect(person(page, PRIYA.name)).toContainText('Admin');
  await expect(person(page, ZOE)).toContainText('Invitation as user admin');
  await expect(person(page, ZOE)).toContainText('The invitation is cancelled. Its link will say so.');
  await expect(person(page, JONAS.name)).toContainText('Not included: you can’t revoke your own access. Leave organization instead.');
  await expect(person(page, JONAS.name).getByRole('link', { name: /^Keep/ })).toHaveCount(0);

  await link(page, `Keep ${MINA.name}`).click();
  await expect(heading(page, 'Revoke access for 2 people?')).toBeFocused();
  await expect(person(page, MINA.name)).toHaveCount(0);
  await page.goBack();
  await expect(heading(page, 'Revoke access for 3 people?')).toBeVisible();
  await page.goForward();
  await expect(heading(page, 'Revoke access for 2 people?')).toBeVisible();

  await button(page, 'Revoke').click();
  await expect(page).toHaveURL(team.members);
  await expect(page.getByRole('status').filter({ hasText: 'Access is revoked for 2 people.' })).toBeVisible();
  await expect(heading(page, 'Members')).toBeFocused();
  await expect(row(page, MINA.email)).toBeVisible();
  await expect(row(page, PRIYA.email)).toHaveCount(0);
  await expect(bar(page), 'who is gone is not ticked').toBeHidden();
  await documents.expectNone();
  expect((await team.rows()).invitations).toEqual([]);

  expect((await priya.request.get(team.path)).status()).toBe(404);
  await server.mailAbout(PRIYA.email, 'You were removed from Quill & Co. on Parlor');
  const other = await (await anotherBrowser()).newPage();
  await open(other, mailed);
  await expect(heading(other, 'This invitation was taken back')).toBeVisible();
});

test('TR-7: revoke three, undo: they are back as they were, by a click in the list, after a reload too', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(404);
  const team = await Team.start(server);
  await openList(page, team);
  await team.join({ ...MINA, name: 'Leo Marchetti', email: 'leo@northlight.example' }, 'user-admin');
  await expect(row(page, 'leo@northlight.example')).toBeVisible({ timeout: 5_000 });
  const three = [MINA.name, PRIYA.name, 'Leo Marchetti'];
  for (const name of three) await tick(page, name).check();
  await button(bar(page), 'Revoke access').click();
  await expect(heading(page, 'Revoke access for 3 people?')).toBeVisible();
  await expect(page.getByText('You can undo this for 10 minutes.')).toBeVisible();
  await button(page, 'Revoke').click();
  await expect(row(page, PRIYA.email)).toHaveCount(0);
  const recent = page.getByRole('list', { name: 'Recently revoked' }).getByRole('listitem');
  await expect(recent).toHaveCount(1);
  for (const name of three) await expect(recent).toContainText(name);
  await expect(page.locator('.members-message .notice'), 'said once, and heard').toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: 'Access is revoked for 3 people.' })).toBeAttached();
  await page.reload();
  await awake(page);
  await recent.getByRole('button', { name: /^Undo: revoking access for / }).click();
  await expect(recent).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: 'are back, as before.' })).toBeVisible();
  for (const name of three) await expect(row(page, name)).toBeVisible();
  expect(await team.roleOf(PRIYA.email)).toBe('admin');
  expect(await team.roleOf('leo@northlight.example')).toBe('user-admin');
});

test('TR-7: Cancel changes nothing', async ({ page, server }) => {
  const team = await Team.start(server);
  await openList(page, team);
  await tick(page, MINA.name).check();
  await button(bar(page), 'Revoke access').click();
  await expect(heading(page, `Revoke access for ${MINA.name}?`)).toBeVisible();
  await expect(page.getByText('They lose Quill & Co. with their next click. Their account and other organizations stay as they are.')).toBeVisible();
  await link(page, 'Cancel').click();
  await expect(row(page, MINA.email)).toBeVisible();
  expect(await team.roleOf(MINA.email)).toBe('member');
});

test('TR-5: one person by the menu of the row, with the keyboard alone', async ({ page, server }) => {
  const team = await Team.start(server);
  await openList(page, team);
  await button(page, `Actions for ${MINA.name}`).focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('group', { name: `Actions for ${MINA.name}` });
  await expect(menu).toBeVisible();
  await link(menu, 'Revoke access').focus();
  await page.keyboard.press('Enter');
  await expect(heading(page, `Revoke access for ${MINA.name}?`)).toBeFocused();
  await button(page, 'Revoke').focus();
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Members')).toBeFocused();
  await expect(row(page, MINA.email)).toHaveCount(0);
});

test('TR-7: only invitations, and nobody at all: each its own words', async ({ page, server }) => {
  const team = await Team.start(server);
  await openList(page, team);
  await open(page, team.invited);
  await tick(page, ZOE).check();
  await button(bar(page), 'Revoke access').click();
  await expect(heading(page, `Revoke access for ${ZOE}?`)).toBeVisible();
  await expect(page.getByText('Its link stops working at once. You can invite the same address again.')).toBeVisible();
  await link(page, `Keep ${ZOE}`).click();
  await expect(heading(page, 'Revoke access')).toBeFocused();
  await expect(page.getByText('Nobody on this list loses access. Choose people among the members first.')).toBeVisible();
  await expect(button(page, 'Revoke')).toHaveCount(0);
  await link(page, 'Go to members').click();
  await expect(page).toHaveURL(team.invited);
  await expect(row(page, ZOE)).toBeVisible();
  expect((await team.rows()).invitations).toHaveLength(1);
});

test('TR-7, IN-6: whoever one may not manage is not included, and why', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA, 'admin');
  await team.join(MINA, 'user-admin', page);
  await open(page, team.members);
  await tick(page, PRIYA.name).check();
  await tick(page, JONAS.name).check();
  await button(bar(page), 'Revoke access').click();
  await expect(person(page, JONAS.name)).toContainText('Not included: that takes Manage owners.');
  await expect(person(page, PRIYA.name)).toContainText('Not included: that takes Manage admins.');
  await expect(button(page, 'Revoke')).toHaveCount(0);
  // By no other way either.
  const people = await team.id(PRIYA.email);
  const answer = await page.request.post('/api/members/revoke', {
    form: { organization: team.slug, people },
    headers: { Origin: server.url },
  });
  expect(answer.status()).toBe(403);
  expect(await team.roleOf(PRIYA.email)).toBe('admin');
});

test('TR-7: who left while the review was open is no trouble', async ({ page, server }) => {
  const team = await Team.start(server);
  const mina = await team.join(MINA);
  await team.join(PRIYA);
  await enter(page, server, JONAS);
  await open(page, team.members);
  for (const name of [MINA.name, PRIYA.name]) await tick(page, name).check();
  await button(bar(page), 'Revoke access').click();
  await expect(heading(page, 'Revoke access for 2 people?')).toBeVisible();
  await call(mina, server, 'organizations/leave', { organization: team.slug });
  await button(page, 'Revoke').click();
  await expect(heading(page, 'Members')).toBeVisible();
  await expect(row(page, PRIYA.email)).toHaveCount(0);
});

test('TR-7, IN-9: who accepted while the review was open loses the access that was to be revoked', async ({ page, server }) => {
  const team = await Team.start(server);
  const mailed = await team.invite(MINA.email);
  await enter(page, server, JONAS);
  await open(page, team.invited);
  await tick(page, MINA.email).check();
  await button(bar(page), 'Revoke access').click();
  await expect(heading(page, `Revoke access for ${MINA.email}?`)).toBeVisible();
  const mina = await unseen(server);
  await call(mina, server, 'invitations/accept', { token: tokenOf(mailed), name: MINA.name, password: MINA.password });
  await button(page, 'Revoke').click();
  await expect(page.getByRole('status').filter({ hasText: 'Access is revoked.' })).toBeVisible();
  await expect(row(page, MINA.email)).toHaveCount(0);
  expect((await mina.request.get(team.path)).status()).toBe(404);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('TR-7: ticking, the bar and the review by touch', async ({ page, server }) => {
    const team = await Team.start(server);
    await openList(page, team);
    await tick(page, MINA.name).tap();
    await expect(bar(page)).toBeInViewport();
    await button(bar(page), 'Revoke access').tap();
    await expect(button(page, 'Revoke')).toBeInViewport();
    await button(page, 'Revoke').tap();
    await expect(row(page, MINA.email)).toHaveCount(0);
  });
});

test('FIELD-65: what was done is told once: not again on coming back, nor on reload', async ({ page, server }) => {
  const team = await Team.start(server);
  await openList(page, team);
  await button(page, `Actions for ${MINA.name}`).click();
  await link(page, 'Revoke access').click();
  await button(page, 'Revoke').click();
  const told = page.getByText('Access is revoked.');
  await expect(told).toBeVisible();
  await link(page, 'Home').click();
  await expect(heading(page, /is ready/)).toBeVisible();
  await page.goBack();
  await expect(heading(page, 'Members')).toBeVisible();
  await expect(row(page, PRIYA.email)).toBeVisible();
  await expect(told).toHaveCount(0);
  await page.goForward();
  await expect(heading(page, /is ready/)).toBeVisible();
  await page.goBack();
  await page.reload();
  await expect(row(page, PRIYA.email)).toBeVisible();
  await expect(told).toHaveCount(0);
  await expect(page).toHaveURL(team.members);
});
