import type { Page } from '@playwright/test';
import { call, enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, awake, field } from '../../support/pages';
import { projectOf, saveMembers } from '../../support/projects';
import { Team } from '../../support/team';

/** Opens the page, does this before scripts have taken it over, and waits until they have. */
async function early(page: Page, path: string, deed: () => Promise<unknown>): Promise<void> {
  let wake = (): void => undefined;
  const held = new Promise<void>((done) => (wake = done));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(path);
  await deed();
  wake();
  await awake(page);
  await page.unroute('**/*.wasm');
}

test('FIELD-1: what is chosen before the page wakes up counts, wherever it is chosen', async ({ page, server, browserErrors }) => {
  browserErrors.allowLeaving();
  const team = await Team.start(server);
  await team.join(MINA);
  const website = await projectOf(team, 'Website');
  await saveMembers(team, team.owner, website.id, [[MINA.email, 'none', 'agent']]);
  const mina = `${team.members}/${await team.id(MINA.email)}`;
  await enter(page, server, JONAS);
  const bar = page.getByRole('region', { name: 'Unsaved changes' });

  await early(page, `${team.path}/settings/general`, () => field(page, 'Country').selectOption({ label: 'Ireland' }));
  await expect(field(page, 'Country')).toHaveValue('IE');
  await expect(bar).toContainText('1 unsaved change');

  const role = page.getByRole('combobox', { name: `Project role of ${MINA.name}`, exact: true });
  await early(page, `${team.path}/projects/website/members`, () => role.selectOption('Manager'));
  await expect(role).toHaveValue('manager');
  await expect(bar).toContainText('1 unsaved change');

  await early(page, mina, () => page.getByLabel('Role in Website').selectOption('Viewer'));
  await expect(page.getByLabel('Role in Website')).toHaveValue('viewer');
  await expect(page.locator('.place-form').getByRole('button', { name: 'Save', exact: true })).toBeVisible();

  await early(page, `${mina}/edit`, () => page.getByRole('radio', { name: /^User admin/ }).check());
  await expect(page.getByText('Nothing changes in what they may do.')).toHaveCount(0);

  await early(page, '/account/appearance', () => page.getByRole('radio', { name: /^Dark/ }).check());
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
  const { appearance } = (await call(page, server, 'account/view', {})) as { appearance: string };
  expect(appearance).toBe('dark');
});
