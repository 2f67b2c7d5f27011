import { expect, test } from '../../support/fixtures';
import { enter } from '../../support/calls';
import { JONAS, MINA, button, heading, link, open } from '../../support/pages';
import { Team } from '../../support/team';

test('CH-4: whom the operator names is a support contact in the list and on their page, until it is taken back', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  await enter(page, server, JONAS);
  await open(page, team.members);
  const row = page.getByRole('row').filter({ hasText: MINA.email });
  await expect(row).toBeVisible();
  await expect(row.getByText('Support contact')).toHaveCount(0);
  await server.admin('support-contact', 'add', team.slug, MINA.email);
  await open(page, team.members);
  await expect(row.getByText('Support contact', { exact: true })).toBeVisible();
  await button(page, `Actions for ${MINA.name}`).click();
  await expect(page.getByRole('group', { name: `Actions for ${MINA.name}` }).getByText('upport contact'), 'nobody sets it here').toHaveCount(0);
  await page.keyboard.press('Escape');

  await link(page, MINA.name).click();
  await expect(heading(page, MINA.name)).toBeVisible();
  await expect(page.getByText('Support contact', { exact: true })).toBeVisible();
  await expect(page.getByText('The operator made Mina Okafor a support contact')).toBeVisible();
  await server.admin('support-contact', 'remove', team.slug, MINA.email);
  await page.reload();
  await expect(heading(page, MINA.name)).toBeVisible();
  await expect(page.getByText('Support contact', { exact: true })).toHaveCount(0);
});
