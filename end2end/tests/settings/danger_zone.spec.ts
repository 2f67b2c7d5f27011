import { expect, test } from '../../support/fixtures';
import { enter } from '../../support/calls';
import { JONAS, PRIYA, button, open } from '../../support/pages';
import { Team } from '../../support/team';

test('OR-7: one question after the other: whatever was asked before, the first press opens the next', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA, 'admin');
  await enter(page, server, JONAS);
  await open(page, `${team.path}/settings/general`);
  const ways = page.locator('#danger-zone');
  for (const [action, question] of [
    ['Delete…', /^Delete Quill/],
    ['Transfer…', /^Who will own/],
    ['Leave…', /^Leave Quill/],
    ['Delete…', /^Delete Quill/],
    ['Delete…', /^Delete Quill/],
  ] as const) {
    await button(ways, `${action} Quill & Co.`).click();
    const dialog = page.getByRole('dialog', { name: question });
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
});
