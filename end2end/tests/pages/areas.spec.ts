import { type Page } from '@playwright/test';
import { enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, countDocuments, expectWaiting, field, heading, homeHeading, link, membersFromHome, open, signUp } from '../../support/pages';
import { Team } from '../../support/team';

/** The names of the areas whose code was asked for, in order, each once. */
function areas(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const area = /\/split_([a-z_]+)\./.exec(request.url())?.[1];
    if (area && !asked.includes(area)) asked.push(area);
  });
  return asked;
}

test('the code of what follows comes while one types, and is there before it is needed', async ({ page, server }) => {
  const asked = areas(page);
  await open(page, '/sign-up');
  expect(asked).toEqual([]);
  await field(page, 'Name').fill('M');
  await expect.poll(() => asked, 'what waits for the mail').toEqual(['links']);
  await signUp(page, MINA);
  await expectWaiting(page, MINA.email);
  await expect.poll(() => asked, 'the way into an organization').toEqual(['links', 'joining']);
  await server.mailAbout(MINA.email, /^Confirm your address/);
  await page.context().clearCookies();
  await open(page, '/sign-in');
  asked.length = 0;
  await field(page, 'Password').fill('a');
  await expect.poll(() => asked).toEqual(['organization']);
});

test('opening the forms downloads no area, and each comes when its first page is opened, without a document', async ({ page, server }) => {
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
  await membersFromHome(page).click();
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
  await membersFromHome(page).click();
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
    await membersFromHome(page).click();
    await expect(heading(page, 'This page didn’t come through')).toBeVisible();
    await page.unroute(code);
    await link(navigation, 'Home').click();
    await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
    const documents = await countDocuments(page);
    await membersFromHome(page).click();
    await expect(page.getByRole('row').filter({ hasText: JONAS.email })).toBeVisible();
    await documents.expectNone();
  });
});
