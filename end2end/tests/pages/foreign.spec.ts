import { type Page } from '@playwright/test';
import { call, register } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { CHANGES, type Change, MOMENTS, disturb, survived } from '../../support/foreign';
import { JONAS, MINA, PRIYA, awake, button, choice, field, fillSignUp, heading, link, open, openSwitcher, signIn, homeHeading, membersFromHome } from '../../support/pages';
import { linkIn } from '../../support/server';
import { Team } from '../../support/team';

async function go(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await survived(page);
}

for (const change of Object.keys(CHANGES) as Change[]) {
  for (const moment of MOMENTS) {
    test(`FIELD-1, FIELD-2, FIELD-3: ${change}, ${moment}: every page does what it is for`, async ({ page, server, anotherBrowser, browserErrors }) => {
      // The cookies are taken away at the end, perhaps while the page looks again.
      browserErrors.allowStatus(401);
      const team = await Team.start(server);
      await disturb(page, change, moment);

      await test.step('sign up, and move on by itself', async () => {
        await go(page, '/sign-up');
        await fillSignUp(page, MINA);
        await button(page, 'Sign up').click();
        await expect(heading(page, 'Check your inbox')).toBeVisible();
        await expect(page).toHaveURL('/verify');
        await go(page, '/verify');
        const elsewhere = await (await anotherBrowser()).newPage();
        await disturb(elsewhere, change, moment);
        await go(elsewhere, linkIn(await server.mailTo(MINA.email)));
        await button(elsewhere, 'Confirm').click();
        await expect(heading(elsewhere, 'Confirmed')).toBeVisible();
        await expect(heading(page, 'Where will you work?')).toBeVisible();
        await expect(page).toHaveURL('/setup');
      });

      await test.step('create an organization', async () => {
        await go(page, '/setup');
        await field(page, 'Organization name').fill('Harbour');
        await button(page, 'Create organization').click();
        await expect(page).toHaveURL('/o/harbour');
        await expect(homeHeading(page, 'Harbour')).toBeVisible();
        await call(page, server, 'organizations/create', { name: 'Meadow' });
      });

      await test.step('accept an invitation', async () => {
        await go(page, await team.invite(MINA.email));
        await button(page, 'Accept').click();
        await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
      });

      await test.step('choose one, and switch', async () => {
        await go(page, '/choose');
        await link(page, 'Harbour').click();
        await expect(homeHeading(page, 'Harbour')).toBeVisible();
        await go(page, '/o/harbour');
        await choice(await openSwitcher(page), 'Meadow').click();
        await expect(page).toHaveURL('/o/meadow');
        await expect(homeHeading(page, 'Meadow')).toBeVisible();
        await expect(page.locator('.shell-org')).toContainText('Meadow');
        // OR-3: nowhere on the page, but in the switcher.
        await expect(page.getByText('Harbour').filter({ visible: true })).toHaveCount(0);
        await expect(page).toHaveTitle('Home · Meadow');
      });

      await test.step('invite', async () => {
        await go(page, '/o/meadow/members/new');
        await field(page, 'Email').fill(PRIYA.email);
        await page.getByRole('radio', { name: 'Member', exact: true }).check();
        await button(page, 'Send invitation').click();
        await expect(page.getByRole('row').filter({ hasText: PRIYA.email })).toBeVisible();
        await go(page, '/o/meadow/members');
        await link(page.getByRole('navigation'), 'Home').click();
        await expect(homeHeading(page, 'Meadow')).toBeVisible();
        await membersFromHome(page).click();
        await expect(heading(page, 'Members')).toBeVisible();
      });

      await test.step('my account', async () => {
        await go(page, '/account');
        await field(page, 'Name').fill('Mina O.');
        await button(page, 'Save changes').click();
        await expect(page.getByRole('status').filter({ hasText: /\S/ }).first()).toBeVisible();
        await link(page.getByRole('navigation'), 'Sessions').click();
        await expect(heading(page, 'Sessions')).toBeVisible();
        await go(page, '/account/organizations');
        await button(page, 'Leave… Quill & Co.').click();
        await button(page, 'Leave organization').click();
        await expect(page.getByText('You left Quill & Co.')).toBeVisible();
        await expect(page.getByRole('listitem').filter({ hasText: 'Quill & Co.' })).toHaveCount(0);
      });

      await test.step('a new password, and in', async () => {
        await page.context().clearCookies();
        await go(page, '/forgot-password');
        await field(page, 'Email').fill(MINA.email);
        const reset = await server.linkTo(MINA.email, 'Set a new password for Parlor', () => button(page, 'Send reset link').click());
        await expect(page).toHaveURL('/forgot-password?sent=1');
        await go(page, reset);
        await field(page, 'Password').fill(PRIYA.password);
        await button(page, 'Set new password').click();
        await expect(heading(page, 'Sign in')).toBeVisible();
        await go(page, '/sign-in');
        await signIn(page, { email: MINA.email, password: PRIYA.password });
        await expect(page).toHaveURL(/\/(choose|setup|o\/[^/]+)$/);
      });
    });
  }
}

test('FIELD-1: what was typed or filled in before the page was built anew is in it, and the focus with it', async ({ page }) => {
  await disturb(page, 'a password manager', 'when it is read');
  await page.addInitScript(() => {
    addEventListener('DOMContentLoaded', () => {
      const fill = (name: string, value: string): HTMLInputElement => {
        const input = document.querySelector<HTMLInputElement>(`input[name=${name}]`);
        if (!input) throw new Error(`no field ${name}`);
        input.value = value;
        return input;
      };
      fill('name', 'Mina Okafor');
      fill('email', 'mina@harbour');
      const password = fill('password', 'lamps on the long');
      password.focus();
      password.setSelectionRange(5, 5);
    });
  });
  await page.goto('/sign-up');
  await page.waitForSelector('html[data-awake=anew]');
  await expect(field(page, 'Name')).toHaveValue('Mina Okafor');
  await expect(field(page, 'Email')).toHaveValue('mina@harbour');
  await expect(field(page, 'Password')).toHaveValue('lamps on the long');
  await expect(field(page, 'Password')).toBeFocused();
  await page.keyboard.type('!');
  await expect(field(page, 'Password')).toHaveValue('lamps! on the long');
});

test('FIELD-1: a page that breaks is loaded once more, and after that is one of links and forms', async ({ page, server }) => {
  const documents: string[] = [];
  page.on('request', (request) => request.isNavigationRequest() && documents.push(request.url()));
  await register(page, server, MINA, ['Harbour']);
  await page.context().clearCookies();
  await open(page, '/sign-in');
  await page.evaluate(() => window.parlor.giveUp());
  await page.waitForSelector('html[data-awake=anew]');
  expect(documents.length, 'loaded once more').toBe(2);

  await page.evaluate(() => window.parlor.giveUp());
  await page.waitForSelector('html[data-given-up]:not([data-awake])');
  const answered = page.waitForRequest((request) => request.isNavigationRequest() && request.method() === 'POST');
  await signIn(page, MINA);
  await answered;
  await awake(page);
  await expect(homeHeading(page, 'Harbour')).toBeVisible();

  await test.step('with something typed in it, it stays', async () => {
    await open(page, '/account');
    await field(page, 'Name').fill('Mina O.');
    const before = documents.length;
    await page.evaluate(() => window.parlor.giveUp());
    await expect(field(page, 'Name')).toHaveValue('Mina O.');
    expect(documents.length).toBe(before);
    await link(page.getByRole('navigation'), 'Sessions').click();
    await expect(heading(page, 'Sessions')).toBeVisible();
    expect(documents.length, 'the link is the browser’s own').toBe(before + 1);
    await awake(page);
  });
});

test('FIELD-1: a trap of the wasm gives the page up', async ({ page, browserErrors }) => {
  browserErrors.allow(/unreachable/);
  await open(page, '/sign-up');
  await field(page, 'Name').fill(JONAS.name);
  await page.evaluate(() => void setTimeout(() => dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') }))));
  await page.waitForSelector('html[data-given-up]:not([data-awake])');
  await expect(field(page, 'Name')).toHaveValue(JONAS.name);
});

test('FIELD-9: names have their own direction wherever they stand', async ({ page, server }) => {
  const name = 'شركة (ABC) 2026';
  const person = { ...MINA, name: 'مينا (M) 1' };
  await register(page, server, person, [name, `${name} ب`]);
  const [first = ''] = await page.request
    .post('/api/organizations/mine', { headers: { Origin: server.url } })
    .then(async (answer) => ((await answer.json()) as { organizations: { slug: string }[] }).organizations.map(({ slug }) => slug));
  for (const path of ['/choose', `/o/${first}`, `/o/${first}/members`, '/account', '/account/organizations', '/setup']) {
    await open(page, path);
    const bare = await page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found: string[] = [];
      while (walker.nextNode()) {
        const text = walker.currentNode as Text;
        const own = text.parentElement?.closest('bdi, [dir=auto], [aria-hidden=true], script');
        if (/[\u0590-\u08ff]/.test(text.data) && !own && !/\u2068/.test(text.data)) found.push(text.data);
      }
      return found;
    });
    expect(bare, `names without a direction of their own on ${path}`).toEqual([]);
  }
  await open(page, `/o/${first}`);
  const switcher = await openSwitcher(page);
  await expect(switcher.getByRole('option').first().locator('bdi')).toHaveAttribute('translate', 'no');
});
