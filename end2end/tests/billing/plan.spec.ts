import { type Locator, type Page } from '@playwright/test';
import { call, enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, button, countDocuments, field, heading, link, open } from '../../support/pages';
import { Team } from '../../support/team';

const bar = (page: Page): Locator => page.getByRole('region', { name: 'Unsaved changes' });
const history = (page: Page): Locator => page.getByRole('listitem').filter({ hasText: 'billing contact' });

test('ST-3: the owner sees plan and use, and says whom the operator writes to', async ({ page, server }) => {
  const team = await Team.start(server);
  await server.admin('plan', 'set', team.slug, '--plan', 'Team', '--seats', '3', '--projects', '1', '--until', '2030-01-31');
  await enter(page, server, JONAS);
  await open(page, team.path);
  const documents = await countDocuments(page);
  await link(page.getByRole('navigation'), 'Settings').click();
  await link(page.getByRole('navigation', { name: 'Settings' }), 'Billing').click();
  await expect(heading(page, 'Billing')).toBeVisible();
  await expect(page).toHaveTitle(/^Billing · /);
  await expect(page.getByText('3 seats, 1 project, until 31 January 2030.')).toBeVisible();
  await expect(page.getByText('1 member. 2 are free.')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'The operator set the plan to Team' })).toBeVisible();

  await test.step('somebody is invited in another tab: the page says so by itself', async () => {
    await team.invite('emil@harbour.example');
    await expect(page.getByText('1 member and 1 open invitation. 1 is free.')).toBeVisible();
    await expect(page.getByText('2 of 3')).toBeVisible();
  });

  await test.step('the bar comes with the first change, and takes it back', async () => {
    await expect(bar(page)).toBeHidden();
    await field(page, 'Email').fill('accounts');
    await expect(bar(page)).toContainText('1 unsaved change');
    await button(bar(page), 'Discard').click();
    await expect(field(page, 'Email')).toHaveValue('');
    await expect(bar(page)).toBeHidden();
  });

  await test.step('leaving with a change asks first, and stays or goes without it', async () => {
    await field(page, 'Email').fill('accounts@quill.example');
    await link(page, 'Home').click();
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
    await expect(dialog).toContainText('1 unsaved change would be lost.');
    await button(dialog, 'Stay').click();
    await expect(field(page, 'Email')).toHaveValue('accounts@quill.example');
    await link(page, 'Home').click();
    await button(dialog, 'Discard and leave').click();
    await expect(page).toHaveURL(team.path);
    await link(page.getByRole('navigation'), 'Settings').click();
    await link(page.getByRole('navigation', { name: 'Settings' }), 'Billing').click();
    await expect(field(page, 'Email')).toHaveValue('');
    await expect(bar(page)).toBeHidden();
  });

  await test.step('what cannot be taken is said beside its field, and nothing is lost', async () => {
    await field(page, 'Name').fill('Accounts, Quill & Co.');
    await field(page, 'Email').fill('accounts');
    await button(bar(page), 'Save changes').click();
    await expect(field(page, 'Email')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByText('Enter an address like mina@example.com.')).toBeVisible();
    await expect(field(page, 'Email')).toBeFocused();
    await field(page, 'Email').fill('accounts@quill.example');
    await page.keyboard.press('Enter');
    await expect(page.getByText('The billing contact is saved.')).toBeVisible();
    await expect(bar(page)).toBeHidden();
    await expect(field(page, 'Email')).toBeFocused();
    await expect(history(page)).toContainText('You set the billing contact to accounts@quill.example');
    await documents.expectNone();
    await page.reload();
    await expect(field(page, 'Name')).toHaveValue('Accounts, Quill & Co.');
    await expect(field(page, 'Email')).toHaveValue('accounts@quill.example');
    await expect(page.getByText('The billing contact is saved.')).toHaveCount(0);
    await field(page, 'Email').fill(' Accounts@Quill.example ');
    await expect(bar(page), 'saved, it would be the same').toBeHidden();
  });
});

test('ST-3: what is typed stays when somebody else saves, and goes over it only when asked again', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(409);
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await open(page, `${team.path}/settings/billing`);
  await field(page, 'Email').fill('accounts@quill.example');
  await expect(bar(page)).toContainText('1 unsaved change');
  const theirs = { organization: team.slug, name: 'Ruth', email: 'ruth@quill.example' };
  await call(team.owner, server, 'billing/change-contact', theirs);
  await expect(history(page)).toContainText('set the billing contact to ruth@quill.example');
  await expect(field(page, 'Email')).toHaveValue('accounts@quill.example');

  await button(bar(page), 'Save changes').click();
  const told = page.getByText('The billing contact was changed meanwhile.');
  await expect(told).toContainText('It is Ruth, ruth@quill.example, now.');
  await expect(field(page, 'Email')).toHaveValue('accounts@quill.example');
  await button(bar(page), 'Discard').click();
  await expect(field(page, 'Email')).toHaveValue('ruth@quill.example');
  await expect(field(page, 'Name')).toHaveValue('Ruth');
  await expect(told).toBeHidden();

  await field(page, 'Name').fill('');
  await call(team.owner, server, 'billing/change-contact', { ...theirs, name: 'Ruth Okafor' });
  await button(bar(page), 'Save changes').click();
  await expect(told).toBeVisible();
  await button(bar(page), 'Save changes').click();
  await expect(page.getByText('The billing contact is saved.')).toBeVisible();
  await expect(field(page, 'Name')).toHaveValue('');
  await expect(field(page, 'Email')).toHaveValue('ruth@quill.example');
});

test('ST-3, TR-8: where all is taken the next step is said, and a draft is kept', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(409);
  const team = await Team.start(server);
  await server.admin('plan', 'set', team.slug, '--plan', 'Team', '--seats', '2', '--projects', '1');
  await team.invite('emil@harbour.example');
  await enter(page, server, JONAS);
  await open(page, `${team.path}/settings/billing`);
  await expect(page.getByText('All 2 seats are taken.')).toBeVisible();
  await expect(page.getByText('The only project is in use.')).toBeVisible();

  await test.step('the form says it before anybody is written to', async () => {
    await open(page, `${team.members}/new`);
    const panel = page.getByRole('dialog', { name: 'New member' });
    await expect(panel.getByText('All 2 seats are taken.')).toContainText('Your operator sets plan and limits; you can ask for more.');
    await expect(link(panel, 'See plan and limits')).toHaveAttribute('href', `${team.path}/settings/billing`);
    await expect(button(page, 'Send invitation')).toHaveCount(0);
    await field(page, 'Email').fill('sana@harbour.example');
    await page.keyboard.press('Enter');
    await expect(panel).toBeHidden();
    await open(page, team.invited);
    await expect(page.getByRole('row').filter({ hasText: 'sana@harbour.example' })).toContainText('Draft, not sent');
  });

  await test.step('sending it says why not, in its row', async () => {
    await button(page, 'Send: sana@harbour.example').click();
    await expect(page.getByText('Cancel an invitation or revoke access that nobody needs.')).toBeVisible();
  });

  await test.step('so does the form for a further project, before anything is typed; with room for one it is there', async () => {
    await open(page, `${team.path}/projects?new=1`);
    const panel = page.getByRole('dialog', { name: 'New project' });
    await expect(panel.getByText('The plan includes one project, and it’s in use.')).toContainText('you can ask for more.');
    await expect(link(panel, 'See plan and limits')).toHaveAttribute('href', `${team.path}/settings/billing`);
    await expect(field(page, 'Name')).toBeHidden();
    await expect(button(panel, 'Create project')).toHaveCount(0);
    await server.admin('plan', 'set', team.slug, '--projects', '2');
    await page.reload();
    await field(page, 'Name').fill('Repairs');
    await page.keyboard.press('Enter');
    await expect(heading(page, 'Who works in Repairs')).toBeVisible();
  });

  await test.step('with another seat the draft is sent', async () => {
    await server.admin('plan', 'set', team.slug, '--seats', '3');
    await open(page, team.invited);
    await button(page, 'Send: sana@harbour.example').click();
    await server.mailAbout('sana@harbour.example', / invited you to /);
  });
});
