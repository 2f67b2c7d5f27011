import { type Page } from '@playwright/test';
import { call, enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, awake, button, field, heading, link, open, register, signIn, signOut, homeHeading } from '../../support/pages';
import { Team } from '../../support/team';

/** A session that ends elsewhere is felt within 5 seconds. */
const SOON = { timeout: 5_000 };
const MANY = 'anna@crowd.example\nbo@crowd.example, carl@crowd.example\nnobody@';

/** Everything that the tab keeps, as text. */
async function storage(page: Page): Promise<string> {
  return page.evaluate(() => JSON.stringify({ ...sessionStorage }) + JSON.stringify({ ...localStorage }));
}

const restored = (page: Page) => page.getByText('What you typed here is back.');

test('FIELD-21: many addresses, the session ends elsewhere: it is said, and what was typed is there after signing in', async ({
  page,
  server,
  browserErrors,
}) => {
  browserErrors.allowStatus(401);
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await open(page, `${team.members}/new?many=1`);
  await field(page, 'Email').fill(MANY);
  await page.getByRole('radio', { name: /^User admin/ }).check();

  await call(team.owner, server, 'account/end-other-sessions', {});
  await expect(heading(page, 'Sign in')).toBeVisible(SOON);
  await expect(page.getByRole('status').filter({ hasText: 'You were signed out while you were writing.' })).toBeVisible();
  await expect(page.getByText('New member · Quill & Co.')).toBeVisible();
  await expect(page.getByText('New member · Quill & Co. · Parlor')).toHaveCount(0);
  await expect(field(page, 'Email')).toHaveValue(JONAS.email);
  await expect(field(page, 'Password')).toBeFocused();
  await page.reload();
  await awake(page);
  await expect(field(page, 'Email')).toHaveValue(JONAS.email);
  await expect(field(page, 'Password')).toBeFocused();
  await expect(restored(page), 'nobody typed anything there').toHaveCount(0);

  await signIn(page, JONAS);
  await expect(page).toHaveURL(`${team.members}/new?many=1`);
  await expect(field(page, 'Email')).toHaveValue(MANY);
  await expect(page.getByRole('radio', { name: /^User admin/ })).toBeChecked();
  await expect(restored(page)).toBeVisible();

  await test.step('once it is sent, it is gone', async () => {
    await button(page, 'Send invitation').click();
    await expect(page.getByText('nobody@')).toBeVisible();
    await button(page, 'Done').click();
    await open(page, `${team.members}/new?many=1`);
    await expect(field(page, 'Email')).toHaveValue('');
    await expect(restored(page)).toHaveCount(0);
  });
});

test('SI-11: that something is back is said until it is sent', async ({ page, server }) => {
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await open(page, team.path);
  const second = field(page, 'Email of the second owner');
  await second.fill(MINA.email);
  await page.reload();
  await awake(page);
  await expect(second).toHaveValue(MINA.email);
  await expect(restored(page)).toBeVisible();
  await button(page, 'Invite as owner').click();
  await expect(page.getByText('The invitation is on its way, good for 7 days.')).toBeVisible();
  await expect(restored(page)).toHaveCount(0);
});

test('SI-11, ST-2: what is typed goes along when the organization gets another address', async ({ page, server }) => {
  const team = await Team.start(server);
  const other = await team.join(MINA, 'admin');
  await enter(page, server, JONAS);
  await open(page, `${team.members}/new?many=1`);
  await field(page, 'Email').fill(MANY);
  const company = { registered_name: '', vat_number: '', country: '' };
  const general = { organization: team.slug, name: 'Quill & Co.', slug: 'quill-again', ...company };
  await call(other, server, 'settings/save-general', general);
  await expect(page).toHaveURL('/o/quill-again/members/new?many=1', SOON);
  await expect(field(page, 'Email')).toHaveValue(MANY);
});

test('FIELD-21: Esc, Back and a reload leave the form as it was', async ({ page, server }) => {
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await open(page, team.members);
  const typed = 'anna@crowd.example';
  await link(page.getByRole('main'), 'New member').click();
  await field(page, 'Email').fill(typed);

  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(team.members);
  await link(page.getByRole('main'), 'New member').click();
  await expect(field(page, 'Email'), 'after Esc').toHaveValue(typed);
  await expect(field(page, 'Email'), 'the focus is where it would be').toBeFocused();

  await page.goBack();
  await expect(page).toHaveURL(team.members);
  await page.goForward();
  await expect(field(page, 'Email'), 'after Back').toHaveValue(typed);

  await page.reload();
  await expect(field(page, 'Email'), 'after a reload').toHaveValue(typed);

  await test.step('Start afresh empties it for good', async () => {
    await button(page, 'Start afresh').click();
    await expect(field(page, 'Email')).toHaveValue('');
    await expect(field(page, 'Email')).toBeFocused();
    await page.reload();
    await expect(button(page, 'Send invitation')).toBeVisible();
    await expect(field(page, 'Email')).toHaveValue('');
  });
});

test('FIELD-21: of every form, on every page; never a password, shown or not, and no token', async ({ page, server }) => {
  await open(page, '/sign-up');
  await field(page, 'Name').fill(MINA.name);
  await field(page, 'Email').fill(MINA.email);
  await field(page, 'Password').fill(MINA.password);
  await page.getByRole('button', { name: 'Show password' }).click();
  await field(page, 'Password').press('End');
  await field(page, 'Password').pressSequentially(' more');
  expect(await storage(page)).not.toContain(MINA.password);
  await page.reload();
  await expect(field(page, 'Name')).toHaveValue(MINA.name);
  await expect(field(page, 'Email')).toHaveValue(MINA.email);
  await expect(field(page, 'Password')).toHaveValue('');

  const team = await Team.start(server);
  const mailed = await team.invite(MINA.email);
  await open(page, mailed);
  await field(page, 'Name').fill('Mina from the invitation');
  await field(page, 'Password').fill(MINA.password);
  const kept = await storage(page);
  expect(kept).not.toContain(MINA.password);
  expect(kept, 'the token of the link').not.toContain(mailed.split('/').pop());
  await page.reload();
  await expect(field(page, 'Name')).toHaveValue('Mina from the invitation');

  const other = await team.invite('another@harbourfinch.example');
  await open(page, other);
  await expect(field(page, 'Name'), 'another invitation is another form').toHaveValue('');
});

test('FIELD-21: for the same account alone: gone at sign-out, and when somebody else signs in', async ({
  page,
  server,
  anotherBrowser,
  browserErrors,
}) => {
  // The open page may look once more after its cookies are gone.
  browserErrors.allowStatus(401);
  await register(page, server, MINA, ['Harbour & Finch']);
  await register(await (await anotherBrowser()).newPage(), server, JONAS);
  await open(page, '/setup');
  await field(page, 'Organization name').fill('A secret plan');
  await page.context().clearCookies();
  await open(page, '/setup');
  await expect(heading(page, 'Sign in')).toBeVisible();
  expect(await storage(page)).toContain('A secret plan');
  await signIn(page, JONAS);
  await expect(page).toHaveURL('/setup');
  await expect(heading(page, 'Where will you work?')).toBeVisible();
  await expect(field(page, 'Organization name')).toHaveValue('');
  expect(await storage(page)).not.toContain('A secret plan');

  await field(page, 'Organization name').fill('Another plan');
  await button(page, 'Sign out').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  expect(await storage(page)).toBe('{}{}');
  await expect(page.getByText('You were signed out')).toHaveCount(0);
});

test('FIELD-21: a lost connection: what was sent in vain is still there after a reload', async ({ page, server, browserErrors }) => {
  browserErrors.allow(/Failed to load resource: net::ERR_/);
  await register(page, server, MINA);
  await open(page, '/setup');
  await page.route('**/api/organizations/create', (route) => route.abort());
  await field(page, 'Organization name').fill('Harbour & Finch');
  await button(page, 'Create organization').click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.unroute('**/api/organizations/create');
  await page.reload();
  await expect(field(page, 'Organization name')).toHaveValue('Harbour & Finch');
  await button(page, 'Create organization').click();
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
  await open(page, '/setup');
  await expect(field(page, 'Organization name')).toHaveValue('');
});

test('FIELD-21: a form that is sent after the session ended leads to signing in and back', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(401);
  await register(page, server, MINA);
  await open(page, '/account');
  await field(page, 'Name').fill('Mina Okafor-Reed');
  // So that the page does not hear of it by itself.
  await page.route('**/events', (route) => route.abort());
  await page.route('**/api/account/view', (route) => route.abort());
  browserErrors.allow(/net::ERR_FAILED/);
  await page.context().clearCookies();
  await button(page, 'Save changes').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await page.unroute('**/api/account/view');
  await signIn(page, MINA);
  await expect(page).toHaveURL('/account');
  await expect(field(page, 'Name')).toHaveValue('Mina Okafor-Reed');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('FIELD-21: whose session ended is told so at signing in', async ({ page, server }) => {
    const team = await Team.start(server);
    await enter(page, server, JONAS);
    await call(team.owner, server, 'account/end-other-sessions', {});
    await page.goto(team.members);
    await expect(heading(page, 'Sign in')).toBeVisible();
    await expect(page.getByText('You were signed out.')).toBeVisible();
    await signIn(page, JONAS);
    await expect(page).toHaveURL(team.members);
    await page.goto('/');
    await page.context().clearCookies();
    await page.goto(team.members);
    await expect(page.getByText('You were signed out.')).toHaveCount(0);
  });
});

test('FIELD-21: signing out in this tab says nothing of the kind', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, '/o/harbour-finch');
  await signOut(page);
  await expect(page.getByText('You were signed out')).toHaveCount(0);
});

test('SI-11: what is saved or discarded in one place leaves what is kept of another', async ({ page, server, browserErrors }) => {
  browserErrors.allowLeaving();
  const team = await Team.start(server);
  await call(team.owner, server, 'organizations/create', { name: 'Meadow' });
  await team.join(MINA);
  await call(team.owner, server, 'projects/create', { organization: team.slug, name: 'Repairs' });
  await enter(page, server, JONAS);

  await test.step('of two organizations', async () => {
    await open(page, `${team.path}/settings/general`);
    await field(page, 'Registered name').fill('Quill Ltd');
    await open(page, '/o/meadow/settings/general');
    await field(page, 'Registered name').fill('Meadow Ltd');
    await page.keyboard.press('Escape');
    await expect(field(page, 'Registered name')).toHaveValue('');
    await open(page, '/o/meadow/settings/general');
    await expect(field(page, 'Registered name'), 'discarded here').toHaveValue('');
    await open(page, `${team.path}/settings/general`);
    await expect(field(page, 'Registered name'), 'and kept there').toHaveValue('Quill Ltd');
    await button(page, 'Discard').click();
  });

  await test.step('of two projects', async () => {
    const belongs = (project: string) => page.getByRole('switch', { name: `${MINA.name} belongs to ${project}`, exact: true });
    await open(page, `${team.path}/projects/website/members`);
    await belongs('Website').check();
    await open(page, `${team.path}/projects/repairs/members`);
    await belongs('Repairs').check();
    await button(page, 'Save changes').click();
    await expect(page.getByText('1 change is saved.')).toBeVisible();
    await open(page, `${team.path}/projects/website/members`);
    await expect(belongs('Website')).toBeChecked();
  });
});

test('SI-11: a choice from a list alone is back after a reload, until it is saved', async ({ page, server, browserErrors }) => {
  browserErrors.allowLeaving();
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  const country = field(page, 'Country');
  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  await open(page, `${team.path}/settings/general`);
  await country.selectOption({ label: 'Ireland' });
  await open(page, `${team.path}/settings/general`);
  await expect(country).toHaveValue('IE');
  await expect(bar).toContainText('1 unsaved change');
  await button(bar, 'Save changes').click();
  await expect(page.getByRole('status').filter({ hasText: '1 change is saved.' })).toBeVisible();
  await field(page, 'VAT number').fill('IE1234567FA');
  expect(await storage(page), 'what is saved is kept no longer').not.toMatch(/\[\\+"country/);
  await page.keyboard.press('Escape');
  await country.selectOption('');
  await button(bar, 'Discard').click();
  await expect(country).toHaveValue('IE');
  expect(await storage(page)).not.toContain('country');
});

test('SI-11: what is typed while the rest is being saved is not saved, and stays', async ({ page, server, browserErrors }) => {
  browserErrors.allowLeaving();
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  /** Holds the answers of this call back; gives what lets them come. */
  const hold = async (path: string): Promise<() => void> => {
    let release = (): void => undefined;
    const held = new Promise<void>((done) => (release = done));
    await page.route(`**/api/${path}`, async (route) => {
      const response = await route.fetch();
      await held;
      await route.fulfill({ response });
    });
    return release;
  };

  await test.step('in the settings', async () => {
    await open(page, `${team.path}/settings/general`);
    const answer = await hold('settings/save-general');
    await field(page, 'VAT number').fill('IE1234567FA');
    await button(bar, 'Save changes').click();
    await field(page, 'Registered name').fill('Quill Ltd');
    answer();
    await expect(bar).toContainText('1 unsaved change');
    await expect(field(page, 'Registered name')).toHaveValue('Quill Ltd');
    await page.reload();
    await awake(page);
    await expect(field(page, 'Registered name')).toHaveValue('Quill Ltd');
    await expect(field(page, 'VAT number')).toHaveValue('IE1234567FA');
    await expect(bar).toContainText('1 unsaved change');
    await button(bar, 'Discard').click();
    await expect(field(page, 'VAT number'), 'that is saved').toHaveValue('IE1234567FA');
  });

  await test.step('of the policies', async () => {
    await open(page, `${team.path}/settings/security`);
    const answer = await hold('settings/save-security');
    const [first, second] = [page.getByRole('switch').first(), page.getByRole('switch').nth(1)];
    await first.check();
    await button(bar, 'Save changes').click();
    await second.check();
    answer();
    await expect(bar).toContainText('1 unsaved change');
    await expect(first).toBeChecked();
    await expect(second).toBeChecked();
    await button(bar, 'Discard').click();
    await expect(first).toBeChecked();
    await expect(second).not.toBeChecked();
  });

  await test.step('of whom to invite', async () => {
    await open(page, team.path);
    const answer = await hold('members/invite');
    const emails = field(page, 'Email addresses');
    await emails.fill('anna@crowd.example');
    await button(page, 'Send invitation').click();
    await emails.fill('anna@crowd.example, bo@crowd.example');
    answer();
    await expect(emails).toHaveValue('bo@crowd.example');
  });
});
