import { type Page } from '@playwright/test';
import { enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, countDocuments, heading, link, open } from '../../support/pages';
import { Team } from '../../support/team';

/** The names of the areas whose code was asked for, in order, each once. */
function areas(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const area = /\/split_([a-z]+)\./.exec(request.url())?.[1];
    if (area && !asked.includes(area)) asked.push(area);
  });
  return asked;
}

test('signing up downloads no area, and each comes when its first page is opened, without a document', async ({ page, server }) => {
  const team = await Team.start(server);
  const asked = areas(page);
  await open(page, '/sign-up');
  await link(page, 'Sign in').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  expect(asked).toEqual([]);
  await enter(page, server, JONAS);
  await open(page, team.path);
  expect(asked).toEqual(['organization']);
  const documents = await countDocuments(page);
  await link(page.getByRole('navigation'), 'Members').click();
  await expect(heading(page, 'Members')).toBeVisible();
  expect(asked).toEqual(['organization', 'members']);
  await documents.expectNone();
});

test('an area that does not come says so, is asked for again by itself', async ({ page, server, browserErrors }) => {
  browserErrors.allow(/Failed to load resource: net::ERR_FAILED|Failed to fetch/);
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await open(page, team.path);
  const navigation = page.getByRole('navigation');
  const code = '**/pkg/split_members.*';
  await page.route(code, (route) => route.abort());
  await link(navigation, 'Members').click();
  await expect(heading(page, 'This page didn’t come through')).toBeVisible();
  await expect(page.getByText('The connection was lost, or Parlor was updated a moment ago. Trying again in')).toBeVisible();
  await expect(page).toHaveURL(team.members);

  await test.step('FIELD-64: it comes by itself into its place, once it can be had', async () => {
    const documents = await countDocuments(page);
    await page.unroute(code);
    await expect(page.getByRole('row').filter({ hasText: JONAS.email })).toBeVisible();
    await documents.expectNone();
  });

  await test.step('a failure is not remembered', async () => {
    await open(page, team.path);
    await page.route(code, (route) => route.abort());
    await link(navigation, 'Members').click();
    await expect(heading(page, 'This page didn’t come through')).toBeVisible();
    await page.unroute(code);
    await link(navigation, 'Home').click();
    await expect(heading(page, 'Quill & Co. is ready')).toBeVisible();
    const documents = await countDocuments(page);
    await link(navigation, 'Members').click();
    await expect(page.getByRole('row').filter({ hasText: JONAS.email })).toBeVisible();
    await documents.expectNone();
  });
});
