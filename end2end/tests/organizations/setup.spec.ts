import { expect, test } from '../../support/fixtures';
import { MINA, button, countDocuments, field, open, register, homeHeading } from '../../support/pages';
import { expectRefused, settle } from '../../support/refusals';

test('OR-5: bad input in the name: a message beside it, the focus on it, what was typed still there', async ({ page, server }) => {
  await register(page, server, MINA);
  await open(page, '/setup');
  for (const [typed, message] of [
    ['', 'Enter a name for the organization.'],
    ['  ', 'Enter a name for the organization.'],
    ['A', 'Use 2 characters or more.'],
    ['x'.repeat(81), 'Use 80 characters or fewer.'],
    ['Harbour\u0007 & Finch', 'Leave out line breaks and invisible characters.'],
    ['Harbour \u202ehcniF', 'Leave out line breaks and invisible characters.'],
    ['Win at evil.example now', 'Leave out web addresses: a name is enough.'],
    ['<a href="https://evil.example">', 'Leave out web addresses: a name is enough.'],
  ] as const) {
    if (!page.url().endsWith('/setup')) await open(page, '/setup');
    await field(page, 'Organization name').fill(typed);
    await button(page, 'Create organization').click();
    await expectRefused(field(page, 'Organization name'), typed, message);
    await expect.soft(page).toHaveURL('/setup');
  }
});

test('OR-5: bad input in the address: a message beside it, the focus on it, what was typed still there', async ({
  page,
  server,
  browserErrors,
  anotherBrowser,
}) => {
  browserErrors.allowStatus(422);
  const other = await (await anotherBrowser()).newPage();
  await register(other, server, { ...MINA, email: 'other@harbourfinch.example' }, ['Taken']);
  await register(page, server, MINA);
  await open(page, '/setup');
  await page.getByText('Choose another address').click();
  for (const [typed, message] of [
    ['x', 'Use 2 to 48 characters.'],
    ['x'.repeat(49), 'Use 2 to 48 characters.'],
    ['Harbour Finch', 'Use lowercase letters, digits and single hyphens.'],
    ['harbour--finch', 'Use lowercase letters, digits and single hyphens.'],
    ['har\u0007bour', 'Use lowercase letters, digits and single hyphens.'],
    ['<b>harbour</b>', 'Use lowercase letters, digits and single hyphens.'],
    ['settings', 'Parlor keeps that word for itself. Choose another.'],
    ['taken', 'Another organization has this address. Choose another.'],
  ] as const) {
    if (!page.url().endsWith('/setup')) {
      await open(page, '/setup');
      await page.getByText('Choose another address').click();
    }
    await field(page, 'Organization name').fill('Harbour & Finch');
    await field(page, 'Address').fill('');
    await settle(page);
    await field(page, 'Address').fill(typed);
    await button(page, 'Create organization').click();
    await expectRefused(field(page, 'Address'), typed, message);
    await expect.soft(field(page, 'Organization name')).toHaveValue('Harbour & Finch');
    await expect.soft(page).toHaveURL('/setup');
  }
  await field(page, 'Address').fill('finch-2');
  await settle(page);
  await button(page, 'Create organization').click();
  await expect(page).toHaveURL('/o/finch-2');
});

test('OR-5: a wrong address behind the closed part of the form opens it', async ({ page, server }) => {
  await register(page, server, MINA);
  await open(page, '/setup');
  await field(page, 'Organization name').fill('Harbour & Finch');
  const more = page.getByText('Choose another address');
  await more.click();
  await field(page, 'Address').fill('Harbour Finch');
  await more.click();
  await expect(field(page, 'Address')).toBeHidden();
  await button(page, 'Create organization').click();
  await expect(page.getByText('Use lowercase letters, digits and single hyphens.')).toBeVisible();
  await expect(field(page, 'Address')).toBeVisible();
});

test('OR-5: the address follows the name while it is typed, and another one when it is taken', async ({
  page,
  server,
  anotherBrowser,
}) => {
  const other = await (await anotherBrowser()).newPage();
  await register(other, server, { ...MINA, email: 'other@harbourfinch.example' }, ['Café O’Neill']);
  await register(page, server, MINA);
  await open(page, '/setup');
  await field(page, 'Organization name').pressSequentially('Café O’Neill');
  await expect(page.getByText('/o/cafe-oneill')).toBeVisible();
  await button(page, 'Create organization').click();
  await expect(page).toHaveURL('/o/cafe-oneill-2');
  await expect(homeHeading(page, 'Café O’Neill')).toBeVisible();
  await expect(field(page, 'Project name')).toHaveValue('Website');
});

test('OR-5: sent from two tabs at once, it is one organization', async ({ page, context, server }) => {
  await register(page, server, MINA);
  const second = await context.newPage();
  for (const tab of [page, second]) {
    await open(tab, '/setup');
    await field(tab, 'Organization name').fill('Harbour & Finch');
  }
  await Promise.all([page, second].map((tab) => button(tab, 'Create organization').click()));
  for (const tab of [page, second]) {
    await expect(tab).toHaveURL('/o/harbour-finch');
    await expect(homeHeading(tab, 'Harbour & Finch')).toBeVisible();
  }
  await open(page, '/choose');
  await expect(page.getByText('You belong to one organization.')).toBeVisible();
});

test('OR-5: one click too many makes one organization', async ({ page, server }) => {
  await register(page, server, MINA);
  await open(page, '/setup');
  const documents = await countDocuments(page);
  await field(page, 'Organization name').fill('Harbour & Finch');
  await button(page, 'Create organization').dblclick();
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
  await documents.expectNone();
  await open(page, '/choose');
  await expect(page.getByText('You belong to one organization.')).toBeVisible();
});

test('OR-5: markup in a name is text everywhere', async ({ page, server }) => {
  const name = '<img src=x onerror=alert(1)>';
  const [slug] = await register(page, server, MINA, [name]);
  for (const path of [`/o/${slug}`, '/choose']) {
    await open(page, path);
    await expect(page.locator('main').getByText(name).first()).toBeVisible();
    await expect(page.locator('img')).toHaveCount(0);
  }
  await open(page, `/o/${slug}`);
  await expect(page).toHaveTitle(new RegExp(`^Home · ${name.replace(/[()]/g, '\\$&')}`));
});

test.describe('with a limit of one', () => {
  test.use({ settings: { PARLOR_ORGANIZATIONS_PER_ACCOUNT: '1' } });

  test('OR-5: the limit is told, with the way to more', async ({ page, server, browserErrors }) => {
    browserErrors.allowStatus(409);
    await register(page, server, MINA, ['Harbour & Finch']);
    await open(page, '/setup');
    await field(page, 'Organization name').fill('Second Street');
    await button(page, 'Create organization').click();
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('Here everybody can create one organization, and you have.');
    await expect(alert).toBeFocused();
    await expect(field(page, 'Organization name')).toHaveValue('Second Street');
  });
});

test('FIELD-62: the address that follows from the name: nothing while there is no name, the host too, and not announced', async ({
  page,
  server,
}) => {
  await register(page, server, MINA);
  await open(page, '/setup');
  const name = field(page, 'Organization name');
  await expect(page.getByText('Address:')).toHaveCount(0);
  await expect(page.getByText('/o/')).toHaveCount(0);
  await name.fill('Harbour & Finch');
  const hint = page.getByText(`Address: ${new URL(server.url).host}/o/harbour-finch.`);
  await expect(hint).toBeVisible();
  await expect(name).toHaveAccessibleDescription(/\/o\/harbour-finch/);
  expect(await hint.evaluate((hint) => hint.closest('[aria-live], [role=status], [role=alert]')), 'no live region').toBeNull();
  await name.fill('');
  await expect(hint).toHaveCount(0);
  await button(page, 'Create organization').click();
  const mistake = page.getByText('Enter a name for the organization.');
  expect(await mistake.evaluate((mistake) => mistake.closest('[aria-live=polite]') !== null), 'a mistake is announced').toBe(true);
});
