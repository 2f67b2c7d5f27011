import { type Page } from '@playwright/test';
import { enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { bar, row, tick } from '../../support/members-list';
import { JONAS, MINA, PRIYA, awake, button, countDocuments, field, heading, link, open } from '../../support/pages';
import { Team } from '../../support/team';

const ZOE = 'zoe@northlight.example';
const PART = '?role=member&sort=-joined';

/** Jonas' organization with Mina and Priya in it, and Jonas looking at a part of its list. */
async function openPart(page: Page, team: Team): Promise<string> {
  await team.join(MINA);
  await team.join(PRIYA);
  await enter(page, team.server, JONAS);
  const part = `${team.members}${PART}`;
  await open(page, part);
  return part;
}

async function expectPart(page: Page, part: string): Promise<void> {
  await expect(page).toHaveURL(part);
  await expect(page.getByRole('combobox', { name: 'Role', exact: true })).toHaveValue('member');
  await expect(row(page, MINA.email)).toBeVisible();
  await expect(row(page, JONAS.email), 'an owner is no member').toHaveCount(0);
}

test('TR-3: from what is done with many one comes back to the list as it was', async ({ page, server }) => {
  const team = await Team.start(server);
  const part = await openPart(page, team);
  const documents = await countDocuments(page);
  await tick(page, PRIYA.name).check();

  await test.step('Cancel', async () => {
    await button(bar(page), 'Revoke access').click();
    await expect(heading(page, `Revoke access for ${PRIYA.name}?`)).toBeVisible();
    await link(page, 'Cancel').click();
    await expectPart(page, part);
  });

  await test.step('nobody left', async () => {
    await button(bar(page), 'Revoke access').click();
    await link(page, `Keep ${PRIYA.name}`).click();
    await link(page, 'Go to members').click();
    await expectPart(page, part);
  });

  await test.step('Revoke, after a reload of the review', async () => {
    await button(bar(page), 'Revoke access').click();
    await expect(heading(page, `Revoke access for ${PRIYA.name}?`)).toBeVisible();
    await documents.expectNone();
    await page.reload();
    await awake(page);
    await button(page, 'Revoke').click();
    await expect(page.getByRole('status').filter({ hasText: 'Access is revoked.' })).toBeVisible();
    await expectPart(page, part);
    await expect(row(page, PRIYA.email)).toHaveCount(0);
  });
});

test('TR-3: from a member one comes back to the list as it was', async ({ page, server }) => {
  const team = await Team.start(server);
  const part = await openPart(page, team);
  await link(row(page, MINA.email), MINA.name).click();
  await expect(heading(page, MINA.name)).toBeVisible();
  await expect(page.locator('a.crumb')).toHaveAttribute('href', part);
  await page.locator('a.crumb').click();
  await expectPart(page, part);
});

test('TR-3, TR-4: the panel lies over the list as it was, and leaves it so', async ({ page, server }) => {
  const team = await Team.start(server);
  const part = await openPart(page, team);
  const panel = page.getByRole('dialog', { name: 'New member' });

  await test.step('Escape', async () => {
    await link(page.getByRole('main'), 'New member').click();
    await expect(panel).toBeVisible();
    await expect(page.locator('tbody tr').filter({ hasText: JONAS.email }), 'the list below is the same').toHaveCount(0);
    await page.keyboard.press('Escape');
    await expectPart(page, part);
  });

  await test.step('the cross, after a reload', async () => {
    await link(page.getByRole('main'), 'New member').click();
    await expect(panel).toBeVisible();
    await page.reload();
    await awake(page);
    await link(panel, 'Close').click();
    await expectPart(page, part);
  });

  await test.step('sent', async () => {
    await link(page.getByRole('main'), 'New member').click();
    await field(page, 'Email').fill(ZOE);
    await button(panel, 'Send invitation').click();
    await expect(page.getByRole('status').filter({ hasText: 'The invitation is on its way' })).toBeVisible();
    await expectPart(page, part);
  });
});

test('TR-3, IN-7: the panel over an invitation leaves the list of invitations as it was', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.invite(ZOE);
  await enter(page, server, JONAS);
  const part = `${team.invited}&state=sent`;
  await open(page, part);
  await open(page, `${team.members}/invitations/${await team.id(ZOE)}`);
  await expect(page.getByRole('dialog', { name: 'Edit invitation' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(part);
  await expect(row(page, ZOE)).toBeVisible();
});

test('TR-3, SI-3: no address leads anywhere else', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  await enter(page, server, JONAS);
  for (const elsewhere of ['https://evil.example/', '//evil.example', '/account', '/o/other/members?role=member']) {
    await open(page, `${team.members}/revoke?people=${await team.id(MINA.email)}&return_to=${encodeURIComponent(elsewhere)}`);
    await expect(link(page, 'Cancel')).toHaveAttribute('href', team.members);
  }
});

test('TR-3: Back from a member finds the list as far down as it was', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.joinMany(12);
  await page.setViewportSize({ width: 1000, height: 400 });
  await enter(page, server, JONAS);
  await open(page, team.members);
  const name = 'Member 12';
  await row(page, name).scrollIntoViewIfNeeded();
  await page.evaluate(() => window.scrollTo({ top: 300, behavior: 'instant' }));
  const down = (): Promise<number> => page.evaluate(() => Math.round(window.scrollY));
  await expect.poll(down).toBe(300);
  await link(row(page, 'Member 08'), 'Member 08').dispatchEvent('click');
  await expect(heading(page, 'Member 08')).toBeVisible();
  await expect.poll(down).toBe(0);
  // The answer comes when the page stands there already.
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route('**/api/members/list', async (route) => {
    await held;
    await route.fallback();
  });
  await page.goBack();
  await expect(heading(page, 'Members')).toBeVisible();
  await expect(row(page, name)).toHaveCount(0);
  letGo();
  await expect(row(page, name)).toBeVisible();
  await expect.poll(down).toBe(300);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('TR-3: the review leads back to the list as it was', async ({ page, server }) => {
    const team = await Team.start(server);
    await team.join(MINA);
    await team.join(PRIYA);
    await enter(page, server, JONAS);
    const part = `${team.members}${PART}`;
    await page.goto(part);
    for (const name of [MINA.name, PRIYA.name]) await tick(page, name).check();
    await button(page, 'Revoke access').click();
    await link(page, `Keep ${MINA.name}`).click();
    await expect(heading(page, `Revoke access for ${PRIYA.name}?`)).toBeVisible();
    await expect(link(page, 'Cancel')).toHaveAttribute('href', part);
    await button(page, 'Revoke').click();
    await expect(page.getByText('Access is revoked.')).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/members\\?role=member&sort=-joined`));
    await expect(row(page, MINA.email)).toBeVisible();
  });
});
