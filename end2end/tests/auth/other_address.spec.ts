import { expect, test } from '../../support/fixtures';
import { MINA, button, claim, countDocuments, expectWaiting, field, heading, link, open, signIn, signUp } from '../../support/pages';
import { expectRefused } from '../../support/refusals';
import { linkIn } from '../../support/server';

test('SU-6: a different address: the old link is dead, the new one works', async ({ page, server, browserErrors, anotherBrowser }) => {
  browserErrors.allowStatus(410);
  await open(page, '/sign-up');
  await signUp(page, { ...MINA, email: 'mnia@harbourfinch.example' });
  const documents = await countDocuments(page);
  const old = linkIn(await server.mailTo('mnia@harbourfinch.example'));
  await link(page, 'Use a different address').click();
  await expect(field(page, 'Email')).toBeFocused();
  await field(page, 'Email').fill(MINA.email);
  await button(page, 'Send the link there').click();
  await expectWaiting(page, MINA.email);
  await expect(page).toHaveURL('/verify');
  await expect(button(page, 'Resend verification email')).toBeVisible();

  const other = await (await anotherBrowser()).newPage();
  await open(other, old);
  await expect(heading(other, 'This link is from an earlier mail')).toBeVisible();
  await expectWaiting(page, MINA.email);
  await open(other, linkIn(await server.mailTo(MINA.email)));
  await button(other, 'Confirm').click();
  await expect(heading(other, 'Confirmed')).toBeVisible();
  await expect(page).toHaveURL('/setup', { timeout: 3_000 });
  await documents.expectNone();

  // The password went along.
  await open(other, '/sign-in');
  await signIn(other, MINA);
  await expect(other).toHaveURL('/setup');
});

test('SU-6: a poll that is under way while the address changes changes nothing', async ({ page, context, server }) => {
  await open(page, '/sign-up');
  await signUp(page, { ...MINA, email: 'mnia@harbourfinch.example' });
  await link(page, 'Use a different address').click();
  await field(page, 'Email').fill(MINA.email);
  // The next poll leaves with the old cookie, and is answered after the change.
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await context.route(
    '**/api/accounts/attempt-status',
    async (route) => {
      const headers = await route.request().allHeaders();
      await held;
      await route.continue({ headers });
    },
    { times: 1 },
  );
  await page.waitForRequest('**/api/accounts/attempt-status');
  await button(page, 'Send the link there').click();
  await server.mailTo(MINA.email);
  const late = page.waitForResponse('**/api/accounts/attempt-status');
  letGo();
  await (await late).finished();
  await expectWaiting(page, MINA.email);
  await page.waitForResponse('**/api/accounts/attempt-status');
  await expectWaiting(page, MINA.email);
  await expect(page.getByText('Carry on in the other tab')).toHaveCount(0);
});

test('SU-3, SU-6: a different address that is none: a message beside the field, what was typed still there', async ({ page }) => {
  await open(page, '/sign-up');
  await signUp(page, MINA);
  await link(page, 'Use a different address').click();
  for (const [typed, message] of [
    ['', 'Enter your email address.'],
    ['mina', 'Enter an address like mina@example.com.'],
    ['mi\u0007na@x.example', 'Enter an address like mina@example.com.'],
    ['<b>mina</b>@x.example', 'Enter an address like mina@example.com.'],
    [`${'a'.repeat(247)}@x.example`, 'That’s longer than an email address can be.'],
  ] as const) {
    await field(page, 'Email').fill(typed);
    await button(page, 'Send the link there').click();
    await expectRefused(field(page, 'Email'), typed, message);
  }
  await expectWaiting(page, MINA.email);
});

test('SU-13: signed in before confirming, the address can be corrected and the mail sent again', async ({
  page,
  server,
  anotherBrowser,
}) => {
  const elsewhere = await (await anotherBrowser()).newPage();
  await claim(elsewhere, server, { ...MINA, email: 'mnia@harbourfinch.example' });
  await server.later({ seconds: 61 });
  await open(page, '/sign-in');
  await signIn(page, { ...MINA, email: 'mnia@harbourfinch.example' });
  await expectWaiting(page, 'mnia@harbourfinch.example');
  await button(page, 'Resend verification email').click();
  await server.mailTo('mnia@harbourfinch.example', 2);
  await link(page, 'Use a different address').click();
  await field(page, 'Email').fill(MINA.email);
  await button(page, 'Send the link there').click();
  await expectWaiting(page, MINA.email);
  await page.goto(linkIn(await server.mailTo(MINA.email)));
  await expect(page).toHaveURL('/setup');
});
