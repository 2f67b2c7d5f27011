import { expect, test } from '../../support/fixtures';
import { call, register } from '../../support/calls';
import { JONAS, MINA, button, countDocuments, field, heading, link, open } from '../../support/pages';
import { Team } from '../../support/team';

test('ST-1, ST-2: an administrator renames the organization, moves it, and goes on working', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, '/o/harbour-finch');
  const documents = await countDocuments(page);
  await link(page, 'Settings').click();
  await expect(page).toHaveURL('/o/harbour-finch/settings/general');
  const tabs = page.getByRole('navigation', { name: 'Settings' });
  await expect(tabs.getByRole('link')).toHaveText([/General/, /Members/, /Projects/, /Billing/, /Security/, /Audit log/]);
  await expect(link(tabs, 'General')).toHaveAttribute('aria-current', 'page');

  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  await expect(bar).toBeHidden();
  await field(page, 'Organization name').fill('Harbour House');
  await field(page, 'Address').fill('settings');
  await expect(bar).toContainText('2 unsaved changes');
  await button(bar, 'Save changes').click();
  await expect(page.getByText('Parlor keeps that word for itself.')).toBeVisible();
  await field(page, 'Address').fill('harbour-house');
  await field(page, 'Country').selectOption({ label: 'Ireland' });
  await expect(bar).toContainText('3 unsaved changes');
  await button(bar, 'Save changes').click();
  await expect(page).toHaveURL('/o/harbour-house/settings/general');
  await expect(page.getByRole('status').filter({ hasText: '3 changes are saved.' })).toBeVisible();
  await expect(bar).toBeHidden();
  await expect(page.getByRole('banner').getByText('Harbour House').first()).toBeVisible();
  await expect(field(page, 'Country')).toHaveValue('IE');
  await link(tabs, 'Members').click();
  await expect(heading(page, 'Members')).toBeVisible();
  await expect(page).toHaveURL('/o/harbour-house/members');
  await documents.expectNone();
  await open(page, '/o/harbour-finch/projects');
  await expect(page, 'the old address leads on').toHaveURL('/o/harbour-house/projects');
});

test('ST-2: discarding, Esc, and leaving with changes, which asks', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, '/o/harbour-finch/settings/general');
  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  await field(page, 'Registered name').fill('Harbour & Finch Lamps Ltd');
  await button(bar, 'Discard').click();
  await expect(field(page, 'Registered name')).toHaveValue('');
  await expect(bar).toBeHidden();
  await field(page, 'VAT number').fill('IE1234567FA');
  await page.keyboard.press('Escape');
  await expect(field(page, 'VAT number')).toHaveValue('');

  await field(page, 'VAT number').fill('IE1234567FA');
  await link(page, 'Home').click();
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await expect(dialog).toContainText('1 unsaved change would be lost.');
  await button(dialog, 'Stay').click();
  await expect(field(page, 'VAT number')).toHaveValue('IE1234567FA');
  await link(page, 'Home').click();
  await button(dialog, 'Discard and leave').click();
  await expect(page).toHaveURL('/o/harbour-finch');
});

test('ST-2: that something was saved is over with the next change, and is not said of what is discarded', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, '/o/harbour-finch/settings/general');
  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  const saved = page.getByText('1 change is saved.');
  await field(page, 'VAT number').fill('IE1234567FA');
  await button(bar, 'Save changes').click();
  await expect(saved).toBeVisible();
  await field(page, 'Registered name').fill('Harbour & Finch Lamps Ltd');
  await expect(bar).toContainText('1 unsaved change');
  await button(bar, 'Discard').click();
  await expect(bar).toBeHidden();
  await expect(saved).toHaveCount(0);
  await field(page, 'Registered name').fill('Harbour & Finch Lamps Ltd');
  await button(bar, 'Save changes').click();
  await expect(saved, 'said again of what is saved again').toBeVisible();
});

test('ST-2, OR-4: two administrators: what one saves is in the other’s form, and what both changed is decided', async ({
  page,
  server,
}) => {
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  await open(page, `${team.path}/settings/general`);
  await field(page, 'Organization name').fill('Quill Works');
  const slug = team.path.split('/').at(-1) ?? '';
  const save = async (form: Record<string, string>): Promise<unknown> =>
    call(team.owner, server, 'settings/save-general', { organization: slug, slug, ...form });
  await save({ name: 'Quill House', registered_name: 'Quill Ltd' });
  await expect(field(page, 'Registered name'), 'not changed here: it follows').toHaveValue('Quill Ltd', { timeout: 5_000 });
  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  await expect(page.getByText(`${JONAS.name} changed this to “Quill House” meanwhile.`)).toBeVisible();
  await expect(button(bar, 'Save changes')).toBeDisabled();
  await expect(bar).toContainText('Decide first whose change counts');
  await button(page, 'Keep mine').click();
  await button(bar, 'Save changes').click();
  await expect(page.getByRole('status').filter({ hasText: '1 change is saved.' })).toBeVisible();
  await expect(page.getByRole('banner').getByText('Quill Works').first()).toBeVisible();

  await field(page, 'Organization name').fill('Quill Mills');
  await save({ name: 'Quill Barn', registered_name: 'Quill Ltd' });
  await button(page, 'Take theirs').click();
  await expect(field(page, 'Organization name')).toHaveValue('Quill Barn');
  await expect(bar).toBeHidden();
});

test('ST-2, FIELD-21: what was typed is back after a reload, beside what somebody else saved since; discarded, it is gone', async ({ page, server, browserErrors }) => {
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  const registered = field(page, 'Registered name');
  const save = async (name: string): Promise<unknown> =>
    call(team.owner, server, 'settings/save-general', { organization: team.slug, slug: team.slug, name: team.name, registered_name: name });
  await open(page, `${team.path}/settings/general`);
  await registered.fill('Quill Works Ltd');
  browserErrors.allowLeaving();
  await page.goto('about:blank');
  await save('Quill House Ltd');
  await open(page, `${team.path}/settings/general`);
  await expect(registered).toHaveValue('Quill Works Ltd');
  await expect(page.getByText(`${JONAS.name} changed this to “Quill House Ltd” meanwhile.`)).toBeVisible();
  await expect(button(page.getByRole('region', { name: 'Unsaved changes' }), 'Save changes')).toBeDisabled();

  await button(page, 'Keep mine').click();
  await link(page.getByRole('navigation', { name: 'Settings' }), 'Security').click();
  await button(page, 'Discard and leave').click();
  await expect(heading(page, 'Security')).toBeVisible();
  await open(page, `${team.path}/settings/general`);
  await expect(registered).toHaveValue('Quill House Ltd');
  await registered.fill('Another');
  await registered.fill('Quill House Ltd');
  await page.goto('about:blank');
  await save('Quill Barn Ltd');
  await open(page, `${team.path}/settings/general`);
  await expect(registered, 'typed as it was, it is no change').toHaveValue('Quill Barn Ltd');
  await expect(page.getByText('What you typed here is back')).toBeHidden();
});

test('ST-2, OR-4: a tab that is open moves along with its organization', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA, 'user-admin', page);
  await open(page, `${team.path}/members?find=mina`);
  const documents = await countDocuments(page);
  const slug = team.path.split('/').at(-1) ?? '';
  await call(team.owner, server, 'settings/save-general', { organization: slug, slug: 'quill-house', name: 'Quill House' });
  await expect(page).toHaveURL('/o/quill-house/members?find=mina', { timeout: 5_000 });
  await expect(heading(page, 'Members')).toBeVisible();
  await expect(page.getByRole('banner').getByText('Quill House').first()).toBeVisible();
  await documents.expectNone();
  await link(page.getByRole('navigation', { name: 'Settings' }), 'General').click();
  await expect(page.getByRole('definition').first(), 'who only reads sees no form').toHaveText('Quill House');
  await expect(button(page, 'Save changes')).toHaveCount(0);
});
