import { type Page } from '@playwright/test';
import { enter, register } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, button, countDocuments, heading, link, open, homeHeading, membersFromHome } from '../../support/pages';
import { Team } from '../../support/team';

function sign(page: Page): ReturnType<Page['getByText']> {
  return page.getByText(/^Offline since \d\d:\d\dNothing is lost\.$/);
}

test('FIELD-64: the network is gone and comes back: the shell says so, and nothing is lost', async ({ page, context, server, browserErrors }) => {
  browserErrors.allowOffline();
  browserErrors.allow(/net::ERR_INTERNET_DISCONNECTED/);
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await open(page, team.members);
  const documents = await countDocuments(page);
  await expect(sign(page)).toHaveCount(0);
  await context.setOffline(true);
  await expect(sign(page)).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: JONAS.email })).toBeVisible();
  await context.setOffline(false);
  await expect(sign(page)).toHaveCount(0);
  await documents.expectNone();
});

test('FIELD-64: the server is gone while the browser has a network: the same sign, felt by itself, and it heals by itself', async ({ page, server, browserErrors }) => {
  browserErrors.allowOffline();
  await register(page, server, MINA, ['Harbour & Finch']);
  for (const path of ['/o/harbour-finch', '/account']) {
    await open(page, path);
    await server.stop();
    await expect(sign(page), path).toBeVisible();
    await server.begin();
    await expect(sign(page)).toHaveCount(0);
  }
});

test('FIELD-64: a page that does not come keeps shell, head and filters, says when it is tried again, and comes by itself', async ({ page, context, server, browserErrors }) => {
  browserErrors.allowOffline();
  browserErrors.allow(/net::ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await open(page, team.members);
  await link(page.getByRole('navigation'), 'Home').click();
  await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
  const documents = await countDocuments(page);
  await context.setOffline(true);
  await membersFromHome(page).click();
  await expect(page.getByRole('heading', { name: 'Members didn’t come through' })).toBeVisible();
  await expect(page.getByText(/Can’t reach the server\. Trying again in [1-4] seconds?, and at once when the network is back\./)).toBeVisible();
  await expect(heading(page, 'Members')).toBeVisible();
  await expect(page.getByRole('search')).toBeVisible();
  await expect(button(page, 'Switch organization')).toBeVisible();
  await expect(sign(page)).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole('row').filter({ hasText: JONAS.email })).toBeVisible();
  await expect(page.getByText('didn’t come through')).toHaveCount(0);
  await documents.expectNone();
});

test('FIELD-64: the code of a page that does not come is fetched by itself once there is a network', async ({ page, context, server, browserErrors }) => {
  browserErrors.allow(/net::ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await open(page, team.path);
  const documents = await countDocuments(page);
  await context.setOffline(true);
  await membersFromHome(page).click();
  await expect(heading(page, 'This page didn’t come through')).toBeVisible();
  await expect(button(page, 'Switch organization')).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole('row').filter({ hasText: JONAS.email })).toBeVisible();
  await documents.expectNone();
});

test('FIELD-64: an entry page that did not come tries again by itself', async ({ page, server, browserErrors }) => {
  browserErrors.allowOffline();
  browserErrors.allow(/Failed to fetch/);
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  await open(page, '/account');
  await server.stop();
  // From page to page, without a document.
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = '/choose';
    document.body.append(link);
    link.click();
  });
  await expect(heading(page, 'This page didn’t come through')).toBeVisible();
  await expect(page.getByText(/Trying again in [1-4] second/)).toBeVisible();
  await server.begin();
  await expect(link(page, 'Second Street').or(page.getByRole('link', { name: /Second Street/ })).first()).toBeVisible();
  await expect(page).toHaveURL('/choose');
});

test('FIELD-64: at 320 pixels the sign stands beside the organization', async ({ page, context, server, browserErrors }) => {
  browserErrors.allowOffline();
  browserErrors.allow(/net::ERR_INTERNET_DISCONNECTED/);
  await page.setViewportSize({ width: 320, height: 640 });
  await register(page, server, MINA, ['Harbour & Finch']);
  await open(page, '/o/harbour-finch');
  await context.setOffline(true);
  await expect(page.getByRole('banner').getByText('Offline', { exact: true })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});
