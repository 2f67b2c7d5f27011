import { type Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures';
import { call, enter, join, register, unseen } from '../../support/calls';
import { JONAS, MINA, awake, button, countDocuments, expectWaiting, field, heading, link, open, signIn, signUp } from '../../support/pages';
import { expectRefused } from '../../support/refusals';
import { recordDom, takeSnapshots } from '../../support/dom-recorder';

/** The id of a member, as the list of members tells it. */
async function memberId(page: Page, origin: string, organization: string, email: string): Promise<string> {
  const answer = await page.request.post('/api/members/list', { form: { organization }, headers: { Origin: origin } });
  const { members } = (await answer.json()) as { members: { id: string; email: string }[] };
  return members.find((member) => member.email === email)?.id ?? '';
}

test('SI-9: organizations of which I am the only owner come first: hand over, delete, then the account', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(401, 409);
  const jonas = await unseen(server);
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street', 'Third Floor']);
  await join(page, jonas, server, 'second-street', JONAS);
  await join(page, jonas, server, 'third-floor', JONAS, 'admin');
  await call(page, server, 'organizations/transfer', {
    organization: 'third-floor',
    member: await memberId(page, server.url, 'third-floor', JONAS.email),
  });
  const other = await (await anotherBrowser()).newPage();
  await enter(other, server, MINA);
  await open(other, '/account');
  await open(page, '/account/delete');
  const documents = await countDocuments(page);
  const rows = page.getByRole('main').getByRole('listitem');

  await test.step('refused while they are undecided', async () => {
    await expect(rows).toHaveText([/^HHarbour & FinchNobody else is in it\./, /^SSecond StreetSomebody else in it can own it\./]);
    await expect(button(page, 'Delete account')).toBeDisabled();
    await expect(page.getByText('First decide about the organizations above.')).toBeVisible();
    await expect(button(page, 'Transfer… Harbour & Finch'), 'there is nobody to hand it to').toHaveCount(0);
    const answer = await page.request.post('/api/account/delete', {
      form: { password: MINA.password },
      headers: { Origin: server.url },
    });
    expect(answer.status(), 'by the call too').toBe(409);
    expect(await answer.text()).toContain('Harbour & Finch');
  });

  await test.step('handed over, and deleted', async () => {
    await button(page, 'Transfer… Second Street').click();
    const transfer = page.getByRole('dialog', { name: 'Who will own Second Street?' });
    await transfer.getByLabel('New owner').selectOption({ label: `${JONAS.name} · ${JONAS.email}` });
    await button(transfer, 'Transfer ownership').click();
    await expect(rows).toHaveCount(1);
    await button(page, 'Delete… Harbour & Finch').click();
    const dialog = page.getByRole('dialog', { name: 'Delete Harbour & Finch?' });
    await dialog.getByLabel('Organization name').fill('Harbour & Finch');
    await button(dialog, 'Delete organization').click();
    await expect(rows).toHaveCount(0);
    await expect(page.getByText('First decide about the organizations above.')).toHaveCount(0);
  });

  await test.step('deleted: signed out everywhere', async () => {
    await field(page, 'Password').fill(MINA.password);
    await button(page, 'Delete account').click();
    await expect(page).toHaveURL('/sign-up');
    await expect(page.getByRole('status').filter({ hasText: 'Your account is deleted, and you’re signed out.' })).toBeVisible();
    await documents.expectNone();
    expect((await page.context().cookies()).filter(({ name }) => name.startsWith('parlor-session'))).toEqual([]);
    await expect(heading(other, 'Sign in')).toBeVisible({ timeout: 5_000 });
  });

  await test.step('signing in fails as with any unknown address, and the address is free', async () => {
    await link(page, 'Sign in').click();
    await signIn(page, MINA);
    await expect(page.getByRole('alert')).toHaveText('That email and password don’t go together. Check both and try again.');
    await link(page, 'Sign up').click();
    await signUp(page, { ...MINA, password: 'a boat under the pier' });
    await expectWaiting(page, MINA.email);
  });

  await test.step('what she did stays, without her name', async () => {
    const home = await (await jonas.request.get('/o/second-street')).text();
    expect(home).toContain('Second Street');
    expect(home).not.toContain(MINA.name);
    expect(home).not.toContain(MINA.email);
  });
});

test('SI-9: with a wrong password nothing happens', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  await register(page, server, MINA);
  await open(page, '/account/delete');
  await button(page, 'Delete account').click();
  await expectRefused(field(page, 'Password'), '', 'Enter a password.');
  await field(page, 'Password').fill('not these words');
  await button(page, 'Delete account').click();
  await expectRefused(field(page, 'Password'), 'not these words', 'That isn’t your password. Check it and try again.');
  await enter(await unseen(server), server, MINA);
});

test('SI-9: my data is offered first, where I lose it', async ({ page, server }) => {
  await register(page, server, MINA);
  await open(page, '/account/delete');
  const downloaded = page.waitForEvent('download');
  await link(page, 'Export my data').click();
  expect((await downloaded).suggestedFilename()).toBe('parlor-account.json');
});

test('SI-5, PRV-8: after deleting, Back shows nothing personal', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(401);
  await register(page, server, MINA);
  await recordDom(page);
  await open(page, '/account');
  await open(page, '/account/sign-in');
  await link(page, 'Delete account').click();
  await field(page, 'Password').fill(MINA.password);
  await button(page, 'Delete account').click();
  await expect(page.getByText('Your account is deleted')).toBeVisible();
  await takeSnapshots(page);
  for (let step = 0; step < 3; step += 1) {
    await page.goBack();
    await awake(page);
    await expect(heading(page, 'Sign in')).toBeVisible();
    const seen = (await takeSnapshots(page)).filter(({ all }) => [MINA.name, MINA.email].some((word) => all.includes(word)));
    expect(seen).toEqual([]);
  }
});
