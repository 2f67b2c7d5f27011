import type { Locator, Page } from '@playwright/test';
import { enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { LONG_NAME, LONG_PERSON } from '../../support/page-state';
import { JONAS, button, link, open } from '../../support/pages';
import { projectOf, saveMembers } from '../../support/projects';
import { Team } from '../../support/team';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

async function box(of: Locator): Promise<Box> {
  const box = await of.boundingBox();
  if (!box) throw new Error('not to be seen');
  return box;
}

/** Each begins where the one before it has ended. */
async function expectBelowEachOther(...parts: Locator[]): Promise<void> {
  const boxes = await Promise.all(parts.map(box));
  boxes.slice(1).forEach((next, at) => {
    const before = boxes[at];
    expect(next.y).toBeGreaterThanOrEqual((before?.y ?? 0) + (before?.height ?? 0) - 1);
  });
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
}

for (const width of [390, 320]) {
  test.describe(`${String(width)} px wide`, () => {
    test.use({ viewport: { width, height: 844 }, hasTouch: true });

    test('PR-5: a row of the list is as tall as what stands in it', async ({ page, server }) => {
      const team = await Team.start(server);
      await projectOf(team, LONG_NAME);
      await projectOf(team, 'Repairs');
      await enter(page, server, JONAS);
      await open(page, `${team.path}/projects`);
      await expectNoSidewaysScroll(page);
      const row = page.getByRole('row').filter({ hasText: LONG_NAME });
      await expectBelowEachOther(link(row, LONG_NAME), row.locator('small'), row.getByText('Nobody was added yet'), page.getByRole('row').filter({ hasText: 'Repairs' }));
      const more = await box(button(page, 'Actions for Repairs'));
      expect(more.x + more.width).toBeGreaterThan(width - 24);
      await open(page, `${team.path}/projects?rename=website`);
      const next = page.getByRole('row').filter({ hasText: LONG_NAME });
      await expectBelowEachOther(page.getByLabel('Name of Website'), button(page, 'Save'), page.getByText('Links to'), next);
      await open(page, team.path);
      await expectNoSidewaysScroll(page);
    });

    test('PR-3: names stand beside the switch, which stands at the edge', async ({ page, server, browserErrors }) => {
      browserErrors.allowStatus(409);
      const team = await Team.start(server);
      await team.join({ ...LONG_PERSON, name: LONG_NAME });
      await team.join({ ...JONAS, name: 'Leo Marchetti', email: 'leo@crowd.example' });
      const website = await projectOf(team, 'Website');
      await saveMembers(team, team.owner, website.id, [['leo@crowd.example', 'none', 'agent']]);
      await enter(page, server, JONAS);
      await open(page, `${team.path}/projects/website/members`);
      await expectNoSidewaysScroll(page);
      const row = page.getByRole('row').filter({ hasText: LONG_NAME });
      const [name, toggle] = [await box(row.locator('b')), await box(row.getByRole('switch'))];
      expect(name.x + name.width).toBeLessThanOrEqual(toggle.x);
      expect(toggle.x + toggle.width).toBeGreaterThan(width - 24);
      await expectBelowEachOther(row.locator('b'), row.locator('small'));
      const [line, email] = [await box(row), await box(row.locator('small'))];
      expect(email.y + email.height).toBeLessThanOrEqual(line.y + line.height);
      // Nobody is left with an empty line for a role.
      expect(line.y + line.height - email.y - email.height).toBeLessThan(24);
      // What is left to decide stands above both buttons, and saving at the end.
      await page.getByRole('combobox', { name: 'Project role of Leo Marchetti' }).selectOption('Viewer');
      await saveMembers(team, team.owner, website.id, [['leo@crowd.example', 'agent', 'manager']]);
      await button(page, 'Save changes').click();
      await expect(page.getByText('saved this list at')).toBeInViewport();
      const [discard, save] = [await box(button(page, 'Discard')), await box(button(page, 'Save changes'))];
      expect(Math.abs(discard.y - save.y)).toBeLessThan(2);
      expect(save.x + save.width).toBeGreaterThan(width - 24);
      await expectNoSidewaysScroll(page);
    });
  });
}

test.describe('820 px wide', () => {
  test.use({ viewport: { width: 820, height: 900 } });

  test('PR-5: a project keeps its name beside its numbers, and the log says what was done in as few lines as it takes', async ({ page, server }) => {
    const team = await Team.start(server);
    await projectOf(team, 'Repairs');
    await enter(page, server, JONAS);
    await open(page, `${team.path}/projects`);
    await expectNoSidewaysScroll(page);
    const row = page.getByRole('row').filter({ hasText: 'Repairs' });
    const [name, people] = [await box(link(row, 'Repairs')), await box(row.getByRole('cell').first())];
    expect(name.width).toBeGreaterThan(24);
    expect(name.x + name.width).toBeLessThanOrEqual(people.x);
    await open(page, `${team.path}/settings/audit-log`);
    await expectNoSidewaysScroll(page);
    const what = await box(page.getByRole('row').filter({ hasText: 'created the project' }).first().locator('.what'));
    expect(what.width).toBeGreaterThan(120);
  });
});
