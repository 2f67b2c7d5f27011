import { expect, test } from '../../support/fixtures';
import { browser } from '../../browser';
import { JONAS, MINA, button, field, fillSignUp, heading, signIn, signUp } from '../../support/pages';
import { Referrers } from '../../support/referrers';
import { type Mail, linkIn } from '../../support/server';

/**
 * A home network: plain http under a name that is no loopback one, so that browsers send no `Sec-Fetch-Site` and judge a form
 * by `Origin` alone. The name leads to this machine.
 */
test.use({
  launchOptions: {
    ...browser.launchOptions,
    args: [...(browser.launchOptions?.args ?? []), '--host-resolver-rules=MAP *.test 127.0.0.1'],
  },
});

/** The setting of a server that people open under that name. */
const AT_HOME = { PARLOR_PUBLIC_URL: 'http://parlor.test:{port}' };

for (const javaScriptEnabled of [false, true]) {
  test.describe(`FIELD-15, TOK-20: over plain http, ${javaScriptEnabled ? 'before the wasm came' : 'without JavaScript'}`, () => {
    test.use({ javaScriptEnabled, settings: AT_HOME });

    test('every page of a mailed link does what its button says, and tells no token', async ({ page, context, server }) => {
      // What would wake the page up never comes.
      if (javaScriptEnabled) await context.route('**/*.wasm', () => {});
      const referrers = new Referrers(context);
      const tokens: string[] = [];
      const follow = async (mail: Mail): Promise<void> => {
        const link = linkIn(mail);
        tokens.push(link.split('/').pop() ?? '');
        await page.goto(link);
      };

      await page.goto('/sign-up');
      await signUp(page, MINA);
      await page.waitForURL('/verify');
      await follow(await server.mailTo(MINA.email));
      await button(page, 'Confirm').click();
      await expect(page).toHaveURL('/setup');
      await field(page, 'Organization name').fill('Harbour & Finch');
      await button(page, 'Create organization').click();
      await expect(page).toHaveURL('/o/harbour-finch');

      await page.goto('/o/harbour-finch/members/new');
      await field(page, 'Email').fill(JONAS.email);
      await button(page, 'Send invitation').click();
      const invitation = await server.mailTo(JONAS.email);

      await context.clearCookies();
      await page.goto('/forgot-password');
      await field(page, 'Email').fill(MINA.email);
      await button(page, 'Send reset link').click();
      await follow(await server.mailAbout(MINA.email, /reset|password/i));
      await field(page, 'Password').fill('a boat under the pier');
      await button(page, 'Set new password').click();
      await expect(heading(page, 'Sign in')).toBeVisible();
      await signIn(page, { ...MINA, password: 'a boat under the pier' });
      await expect(page).toHaveURL('/o/harbour-finch');

      await context.clearCookies();
      await follow(invitation);
      await field(page, 'Name').fill(JONAS.name);
      await field(page, 'Password').fill(JONAS.password);
      await button(page, 'Accept').click();
      await expect(page).toHaveURL('/o/harbour-finch');

      expect(tokens.length).toBe(3);
      const told = await referrers.told();
      for (const token of tokens) expect(told.filter((referrer) => referrer.includes(token))).toEqual([]);
    });
  });
}

for (const javaScriptEnabled of [false, true]) {
  test.describe(`FIELD-17: under another address, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
    test.use({ javaScriptEnabled, settings: AT_HOME });

    test('page and refusal name the right one', async ({ page, server, browserErrors }) => {
      browserErrors.allowStatus(403);
      const right = server.url;
      const wrong = right.replace('parlor.test', 'nas.test');
      browserErrors.allowOrigin(wrong);
      await page.goto(`${wrong}/sign-up`);
      const notice = page.getByRole('complementary').filter({ hasText: 'another address' });
      await expect(notice.getByRole('link', { name: right })).toHaveAttribute('href', `${right}/sign-up`);
      await fillSignUp(page, MINA);
      await button(page, 'Sign up').click();
      await expect(page.getByRole('alert').filter({ hasText: right })).toBeVisible();
      await page.goto(`${right}/sign-up`);
      await expect(heading(page, 'Create your account')).toBeVisible();
      await expect(notice).toHaveCount(0);
    });
  });
}

test('FIELD-54: a form that was refused before the wasm came stands at its page’s address', async ({ page, context, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  await context.route('**/*.wasm', () => {});
  await page.goto('/sign-up');
  await field(page, 'Name').fill(MINA.name);
  await page.locator('form').evaluate((form: HTMLFormElement) => form.submit());
  await expect(page.getByText('Enter your email address.')).toBeVisible();
  await expect(field(page, 'Name')).toHaveValue(MINA.name);
  await expect(page).toHaveURL('/sign-up');
  await context.unroute('**/*.wasm');
  await page.reload();
  await expect(heading(page, 'Create your account')).toBeVisible();
  await expect(page.getByText('Enter your email address.')).toHaveCount(0);
  expect(page.url()).toBe(`${server.url}/sign-up`);
});

test.describe('FIELD-54: without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the address of a refused form can be opened and loaded again', async ({ page, browserErrors }) => {
    browserErrors.allowStatus(422);
    await page.goto('/sign-up');
    await field(page, 'Name').fill(MINA.name);
    await page.locator('form').getByRole('button', { name: 'Sign up' }).click();
    await page.goto(page.url());
    await expect(page).toHaveURL('/sign-up');
    await expect(heading(page, 'Create your account')).toBeVisible();
  });
});
