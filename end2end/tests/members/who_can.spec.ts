import { call, enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { lost } from '../../support/looks';
import { JONAS, open } from '../../support/pages';
import { Team } from '../../support/team';

/** A hundred of the widest letter that there is, and no place to break. */
const WIDE = '\ufdfa'.repeat(100);

for (const javaScriptEnabled of [true, false]) {
  test.describe(`320 px wide, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ viewport: { width: 320, height: 640 }, javaScriptEnabled });

    test('TR-12, ST-1: a name that has no place to break is read to its end', async ({ page, server }) => {
      const team = await Team.start(server);
      await call(team.owner, server, 'account/change-name', { name: WIDE });
      await enter(page, server, JONAS);
      const path = `${team.members}/who-can-do-what`;
      await (javaScriptEnabled ? open(page, path) : page.goto(path));
      const line = page.getByRole('row').filter({ hasText: 'Read audit log' });
      await line.locator('summary').click();
      const name = line.getByText(WIDE);
      await expect(name).toBeVisible();
      const box = await name.boundingBox();
      expect(box && box.x + box.width).toBeLessThanOrEqual(320);
      const cut = await name.evaluate((element) => {
        const shown = element.closest('b') ?? element;
        return shown.scrollWidth > shown.clientWidth;
      });
      expect(cut).toBe(false);
      expect((await lost(page)).sideways).toBe(0);
    });
  });
}
