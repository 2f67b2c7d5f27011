import { type Page } from '@playwright/test';
import { register, tokenOf, unseen } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { MINA, PRIYA, button, countDocuments, field, heading, link, open, signOut, homeHeading } from '../../support/pages';
import { Team } from '../../support/team';

const OTHER = 'This invitation is for another address';

/** Both addresses, each with what it is. */
async function expectBoth(page: Page): Promise<void> {
  await expect(heading(page, OTHER)).toBeVisible();
  const facts = page.locator('main dl > div');
  await expect(facts.filter({ hasText: 'Invited' })).toContainText(MINA.email);
  await expect(facts.filter({ hasText: 'Signed in here' })).toContainText(PRIYA.email);
}

test('IN-3: names both addresses; switching account keeps the invitation, for somebody with an account', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(await unseen(server), server, MINA, ['Harbour & Finch', 'Second Street']);
  await register(page, server, PRIYA, ['Northlight Bikes']);
  const mailed = await team.invite(MINA.email);
  await open(page, mailed);
  await expectBoth(page);
  await expect(page.getByText('Switch account to join Quill & Co. We’ll bring you straight back here.')).toBeVisible();
  await expect(page.getByText(`Ask Jonas Lindqvist to invite ${PRIYA.email}.`)).toBeVisible();
  await page.reload();
  await expectBoth(page);

  await button(page, 'Switch account').click();
  await expect(page).toHaveURL(mailed);
  await expect(field(page, 'Email')).toHaveValue(MINA.email);
  await expect(field(page, 'Name')).toHaveCount(0);
  await page.reload();
  await field(page, 'Password').fill(MINA.password);
  await button(page, 'Accept').click();
  await expect(page).toHaveURL(team.path);
  await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
  await expect(page.getByText(PRIYA.name)).toHaveCount(0);
});

test('IN-2, IN-3: switching account, for somebody new, without loading a document', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(page, server, PRIYA, ['Northlight Bikes']);
  await open(page, await team.invite(MINA.email));
  const documents = await countDocuments(page);
  await expectBoth(page);
  await button(page, 'Switch account').click();
  await field(page, 'Name').fill(MINA.name);
  await field(page, 'Password').fill(MINA.password);
  await button(page, 'Accept').click();
  await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
  await documents.expectNone();
});

test('IN-3: staying who one is leads home, and the invitation stays open', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(page, server, PRIYA, ['Northlight Bikes']);
  const mailed = await team.invite(MINA.email);
  await open(page, mailed);
  await link(page, `Stay as ${PRIYA.email}`).click();
  await expect(homeHeading(page, 'Northlight Bikes')).toBeVisible();
  expect((await team.rows()).invitations).toMatchObject([{ email: MINA.email, state: 'sent' }]);
  expect(await team.roleOf(PRIYA.email)).toBeUndefined();

  await signOut(page);
  await open(page, mailed);
  await expect(field(page, 'Name')).toBeVisible();
});

test('IN-3: whoever is signed in cannot accept or decline what is for another address', async ({ page, server }) => {
  const team = await Team.start(server);
  await register(page, server, PRIYA, ['Northlight Bikes']);
  const mailed = await team.invite(MINA.email);
  await open(page, mailed);
  await expectBoth(page);
  await expect(button(page, 'Accept')).toHaveCount(0);
  await expect(button(page, 'Decline')).toHaveCount(0);
  const token = tokenOf(mailed);
  const answer = await page.request.post('/api/invitations/accept', { form: { token }, headers: { Origin: server.url } });
  expect(answer.status()).toBe(409);
  expect(await answer.json()).toMatchObject({ error: 'wrong-account', invited: MINA.email, signed_in: PRIYA.email });
});
