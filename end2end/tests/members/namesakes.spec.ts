import { call, enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, button, heading, link, open } from '../../support/pages';
import { Team } from '../../support/team';

const ADAM = { ...MINA, name: 'Adam Same', email: 'adam@one.example' };
const OTHER = { ...ADAM, email: 'adam@two.example' };

test('FIELD-23: of projects and people who are called alike it is said which, wherever one chooses', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(ADAM);
  await team.join(OTHER);
  for (const name of ['Website', 'Repairs']) await call(team.owner, server, 'projects/create', { organization: team.slug, name });
  await enter(page, server, JONAS);

  await open(page, team.members);
  const project = page.getByLabel('Project', { exact: true });
  await expect(project.getByRole('option', { name: 'Repairs', exact: true })).toBeAttached();
  await project.selectOption({ label: 'Website (website-2)' });
  await expect(page).toHaveURL(/[?&]project=/);

  await open(page, team.members);
  await page.getByRole('checkbox', { name: 'Adam Same (adam@two.example)', exact: true }).check();
  await button(page.getByRole('region', { name: 'Selection' }), 'Add to project').click();
  await expect(heading(page, 'Add Adam Same to a project')).toBeVisible();
  await expect(page.getByRole('main').locator('.review > li')).toContainText(OTHER.email);
  await project.selectOption({ label: 'Website (website-2)' });
  await button(page, 'Add').click();
  await expect(heading(page, 'Members')).toBeVisible();

  await open(page, `${team.members}/${await team.id(OTHER.email)}`);
  await expect(page.getByLabel('Role in Website (website-2)', { exact: true })).toHaveValue('agent');
  await expect(link(page, 'Add to project Website (website)')).toBeVisible();

  await open(page, `${team.members}/new`);
  for (const name of ['Website (website)', 'Website (website-2)', 'Repairs']) {
    await expect(page.getByLabel(`Role in ${name}`, { exact: true })).toBeVisible();
  }

  await open(page, `${team.path}/settings/audit-log`);
  const added = page.getByRole('row').filter({ hasText: 'added Adam Same (adam@two.example) to Website (website-2)' });
  await expect(added).toBeVisible();
  await page.getByLabel('Who', { exact: true }).selectOption({ label: 'Adam Same (adam@one.example)' });
  await expect(page).toHaveURL(/[?&]person=/);
  await expect(added).toBeHidden();
});
