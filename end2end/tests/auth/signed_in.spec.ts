import { enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, button, claim, field, heading, link, open, register, signIn } from '../../support/pages';

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    for (const path of ['/sign-in', '/sign-up']) {
      test(`FIELD-67: ${path} sees that one is signed in`, async ({ page, server }) => {
        await register(page, server, MINA, ['Harbour & Finch']);
        await page.goto(path);
        await expect(heading(page, 'You’re signed in')).toBeVisible();
        await expect(page.getByText(`You’re signed in as ${MINA.name} (${MINA.email}).`)).toBeVisible();
        await link(page, 'Go on').click();
        await expect(page).toHaveURL('/o/harbour-finch');
      });
    }

    test('FIELD-67: going on leads to where signing in was asked for; another account keeps it', async ({ page, server, anotherBrowser }) => {
      await register(await (await anotherBrowser()).newPage(), server, JONAS);
      await register(page, server, MINA, ['Harbour & Finch']);
      await page.goto('/sign-in?return_to=/account/sessions');
      await expect(link(page, 'Go on')).toHaveAttribute('href', '/account/sessions');
      await page.goto('/sign-in?return_to=//evil.example');
      await expect(link(page, 'Go on')).toHaveAttribute('href', '/');
      await page.goto('/sign-in?return_to=/account/sessions%3Fa%3Db');
      if (javaScriptEnabled) await open(page, '/sign-in?return_to=/account/sessions%3Fa%3Db');
      await button(page, 'Use another account').click();
      await expect(heading(page, 'Sign in')).toBeVisible();
      await signIn(page, JONAS);
      await expect(page).toHaveURL('/account/sessions?a=b');
    });

    test('FIELD-67: whose address is not confirmed yet comes to the waiting screen', async ({ page, server }) => {
      await claim(page, server, MINA);
      await enter(page, server, MINA);
      for (const path of ['/sign-in', '/sign-up']) {
        await page.goto(path);
        await expect(page).toHaveURL('/verify');
        await expect(heading(page, 'Check your inbox')).toBeVisible();
      }
    });

    test('FIELD-67: whoever is not signed in sees the form', async ({ page, server }) => {
      await register(page, server, MINA);
      await page.context().clearCookies();
      await page.goto('/sign-up');
      await expect(field(page, 'Name')).toBeVisible();
      await page.goto('/sign-in');
      await expect(field(page, 'Password')).toBeVisible();
    });
  });
}
