import { expect, test } from '../../support/fixtures';
import { call, unseen } from '../../support/calls';
import { JONAS, MINA, button, expectWaiting, field, heading, link, open, signIn, signUp } from '../../support/pages';
import { linkIn } from '../../support/server';

const RIVAL = { name: 'Mallory', email: MINA.email, password: 'the stranger’s words' };

test('FIELD-40: the newest mail belongs to somebody else’s sign-up: it says so, and one goes on with one’s own', async ({
  page,
  server,
  browserErrors,
}) => {
  browserErrors.allowStatus(410);
  await open(page, '/sign-up');
  await signUp(page, MINA);
  await server.mailTo(MINA.email);
  const stranger = await unseen(server);
  const rival = await server.linkTo(MINA.email, /./, () => call(stranger, server, 'accounts/sign-up', RIVAL));

  await open(page, rival);
  await expect(heading(page, 'Not the sign-up you started here')).toBeVisible();
  await expect(page.getByRole('main').getByText(RIVAL.name, { exact: true })).toBeVisible();
  await expect(button(page, 'Confirm')).toHaveCount(0);
  const own = await server.linkTo(MINA.email, /./, () => button(page, 'Go on with mine').click());
  await expectWaiting(page, MINA.email);
  await open(page, own);
  await expect(page).toHaveURL('/setup');

  const { at } = (await call(stranger, server, 'accounts/resume', {})) as { at: string };
  expect(at, 'the stranger gets no session').not.toBe('through');
  expect((await page.goto(rival))?.status()).toBe(410);
});

test('FIELD-40: *This wasn’t me* deletes the stranger’s sign-up', async ({ page, server, browserErrors, anotherBrowser }) => {
  browserErrors.allowStatus(401, 410);
  await open(page, '/sign-up');
  await signUp(page, MINA);
  await server.mailTo(MINA.email);
  const stranger = await (await anotherBrowser()).newPage();
  const rival = await server.linkTo(MINA.email, /./, () => call(stranger, server, 'accounts/sign-up', RIVAL));
  await open(page, rival);
  await button(page, "This wasn't me").click();
  await expect(heading(page, 'The sign-up is gone')).toBeVisible();
  await open(stranger, '/sign-in');
  await signIn(stranger, RIVAL);
  await expect(stranger.getByRole('alert')).toContainText('That email and password don’t go together.');
});

test('FIELD-24: two tabs sign up two addresses: each link gets its own account in', async ({ page, context, server }) => {
  await open(page, '/sign-up');
  await signUp(page, MINA);
  const first = linkIn(await server.mailTo(MINA.email));
  const second = await context.newPage();
  await open(second, '/sign-up');
  await signUp(second, JONAS);
  await server.mailTo(JONAS.email);

  // One tab waits for the address whose link is opened, or the link's own page moves on; never is nobody told.
  const opened = await context.newPage();
  await open(opened, first);
  await expect
    .poll(async () => [page, second, opened].map((tab) => new URL(tab.url()).pathname).filter((path) => path === '/setup').length)
    .toBeGreaterThan(0);
  await open(page, '/account/sign-in');
  await expect(page.getByText(`Your address is ${MINA.email}.`)).toBeVisible();
});

test('FIELD-24: where the browser gave its wait up, the page says to sign in', async ({ page, server, browserErrors, anotherBrowser }) => {
  browserErrors.allowStatus(409);
  await open(page, '/sign-up');
  await signUp(page, MINA);
  const mailed = linkIn(await server.mailTo(MINA.email));
  await call(page, server, 'accounts/sign-out', {});
  const reader = await (await anotherBrowser()).newPage();
  await open(reader, mailed);
  await button(reader, 'Confirm').click();
  await expect(reader.getByText('Your address is confirmed. Sign in with it, and the password that you chose.')).toBeVisible();
  await link(reader.getByRole('main'), 'Sign in').click();
  await expect(field(reader, 'Email')).toBeVisible();
  await signIn(reader, MINA);
  await expect(reader).toHaveURL('/setup');
});
