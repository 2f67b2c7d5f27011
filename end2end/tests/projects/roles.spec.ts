import { enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, PRIYA, button, field, heading, link, open } from '../../support/pages';
import { projectOf, saveMembers } from '../../support/projects';
import { Team } from '../../support/team';

test('PR-1: an admin reaches every project, a member those they are added to, with another role in each', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(404);
  const team = await Team.start(server);
  await team.join(PRIYA, 'admin');
  await team.join(MINA);
  const website = await projectOf(team, 'Website');
  const parts = await projectOf(team, 'Spare parts');
  const repairs = await projectOf(team, 'Repairs');
  await saveMembers(team, team.owner, website.id, [[MINA.email, 'none', 'agent']]);
  await saveMembers(team, team.owner, parts.id, [[MINA.email, 'none', 'viewer']]);
  const sidebar = page.getByRole('navigation', { name: 'Quill & Co.' });

  await enter(page, server, MINA);
  await open(page, team.path);
  await link(sidebar, 'Website').click();
  await expect(page.getByText('You’re an agent here.')).toBeVisible();
  await link(sidebar, 'Spare parts').click();
  await expect(page.getByText('You’re a viewer here.')).toBeVisible();
  await expect(link(sidebar, 'Repairs')).toHaveCount(0);
  await open(page, `${team.path}/projects/${repairs.slug}`);
  await expect(page.getByText('Repairs')).toHaveCount(0);

  await page.context().clearCookies();
  await enter(page, server, PRIYA);
  for (const project of [website, parts, repairs]) {
    await open(page, `${team.path}/projects/${project.slug}`);
    await expect(page.getByText('You reach it as you reach every project.')).toBeVisible();
  }
});

test('ST-5: where an identity provider says who is what, every page of people can be read, and says why', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  const website = await projectOf(team, 'Website');
  await projectOf(team, 'Spare parts');
  await saveMembers(team, team.owner, website.id, [[MINA.email, 'none', 'agent']]);
  await server.admin('organization', team.slug, '--identity-managed', 'on');
  const why = page.getByText('Roles, permissions and projects of people in Quill & Co. come from its identity provider.');

  await enter(page, server, JONAS);
  await open(page, team.members);
  await expect(why).toBeVisible();
  await button(page, `Actions for ${MINA.name}`).click();
  const menu = page.getByRole('group', { name: `Actions for ${MINA.name}` });
  await expect(menu.getByText('Roles and projects come from the identity provider.')).toBeVisible();
  await expect(button(menu, 'Admin')).toBeHidden();
  await open(page, `${team.members}/${await team.id(MINA.email)}`);
  await expect(heading(page, MINA.name)).toBeVisible();
  await expect(why).toBeVisible();
  await expect(page.getByLabel('Role in Website')).toHaveCount(0);
  await expect(link(page, 'Add to project Spare parts')).toHaveCount(0);
  await link(page, 'Edit member').click();
  const panel = page.getByRole('dialog', { name: `Edit ${MINA.name}` });
  await expect(panel.getByText('come from its identity provider')).toBeVisible();
  await expect(panel.getByRole('radio')).toHaveCount(0);
  await expect(panel.getByRole('checkbox')).toHaveCount(0);
  await expect(field(page, 'Name in Quill & Co.'), 'what the provider does not say').toBeEnabled();

  await open(page, `${team.path}/projects/${website.slug}/members`);
  await expect(page.getByText('Who works in which project comes from this organization’s identity provider. Change it there.')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: MINA.email })).toContainText('Agent');
  const belongs = page.getByRole('switch', { name: `${MINA.name} belongs to Website`, exact: true });
  await expect(belongs).toBeDisabled();
  await expect(page.getByRole('combobox', { name: `Project role of ${MINA.name}` })).toHaveCount(0);

  await server.admin('organization', team.slug, '--identity-managed', 'off');
  await page.reload();
  await expect(belongs).toBeEnabled();
});
