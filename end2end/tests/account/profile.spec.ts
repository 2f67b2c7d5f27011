import { readFile } from 'node:fs/promises';
import { expect, test } from '../../support/fixtures';
import { enter, register, unseen } from '../../support/calls';
import { MINA, button, countDocuments, field, heading, link, open } from '../../support/pages';
import { expectRefused, settle } from '../../support/refusals';

test('SI-7: a new name is in the shell, in this browser and, live, in another', async ({ page, server, anotherBrowser }) => {
  const other = await (await anotherBrowser()).newPage();
  await register(page, server, MINA, ['Harbour & Finch']);
  await enter(other, server, MINA);
  await open(other, '/o/harbour-finch');
  await open(page, '/account');
  const documents = await countDocuments(page);
  await expect(heading(page, 'Profile')).toBeVisible();
  await expect(field(page, 'Name')).toHaveValue(MINA.name);
  await field(page, 'Name').fill('Mina Okafor-Reed');
  await button(page, 'Save changes').click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await expect(field(page, 'Name')).toHaveValue('Mina Okafor-Reed');
  await expect(other.getByRole('button', { name: 'Account menu' })).toContainText('Mina Okafor-Reed', { timeout: 5_000 });

  await link(page, 'Harbour & Finch').click();
  await expect(page).toHaveURL('/o/harbour-finch');
  await expect(page.getByRole('button', { name: 'Account menu' })).toContainText('Mina Okafor-Reed');
  await documents.expectNone();
  await open(page, '/account');
  await expect(field(page, 'Name')).toHaveValue('Mina Okafor-Reed');
});

test('SI-7, SU-3: a name that cannot be taken is told beside its field, with what was typed', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  await register(page, server, MINA);
  await open(page, '/account');
  for (const [typed, message] of [
    ['', 'Enter your name.'],
    ['Win at evil.example now', 'Leave out web addresses: a name is enough.'],
    ['Mina \u202erofakO', 'Leave out line breaks and invisible characters.'],
  ] as const) {
    await field(page, 'Name').fill(typed);
    await button(page, 'Save changes').click();
    await expectRefused(field(page, 'Name'), typed, message);
    await field(page, 'Name').fill('Mina Reed');
    await settle(page);
  }
  await expect(page.getByText('Saved.')).toHaveCount(0);
  await button(page, 'Save changes').click();
  await expect(page.getByText('Saved.')).toBeVisible();
});

test('markup in a name is text here too', async ({ page, server }) => {
  const name = '<img src=x onerror=alert(1)> & "Mina"';
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, '/account');
  await field(page, 'Name').fill(name);
  await button(page, 'Save changes').click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await open(page, '/o/harbour-finch');
  await expect(page.getByRole('button', { name: 'Account menu' })).toContainText(name);
  await expect(page.locator('img')).toHaveCount(0);
});

test('SI-9: my data is a JSON file, without secrets', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, '/account');
  const downloaded = page.waitForEvent('download');
  await link(page, 'Export my data').click();
  const download = await downloaded;
  expect(download.suggestedFilename()).toBe('parlor-account.json');
  const text = await readFile(await download.path(), 'utf8');
  const data = JSON.parse(text) as { account: Record<string, unknown>; memberships: Record<string, unknown>[]; sessions: unknown[] };
  expect(data.account).toMatchObject({ name: MINA.name, email: MINA.email });
  expect(data.memberships).toMatchObject([{ organization: 'Harbour & Finch', slug: 'harbour-finch', role: 'owner' }]);
  expect(data.sessions).toHaveLength(1);
  const session = (await page.context().cookies()).find((cookie) => cookie.name.startsWith('parlor-session'))?.value ?? 'no cookie';
  for (const secret of ['argon2', 'digest', 'hash', session]) expect(text).not.toContain(secret);
  await expect(page, 'the page stays').toHaveURL('/account');
});

test('SI-9: nobody else gets it', async ({ server }) => {
  const answer = await (await unseen(server)).request.get('/account/export.json');
  expect(answer.status()).toBe(401);
  expect(await answer.text()).not.toContain('Mina');
});
