import { expect, test } from '../../support/fixtures';
import {
  JONAS,
  MINA,
  button,
  claim,
  expectWaiting,
  field,
  fillSignUp,
  heading,
  open,
  register,
  signIn,
  signUp,
} from '../../support/pages';
import { expectRefused, settle } from '../../support/refusals';
import { linkIn } from '../../support/server';

const URL_SHAPED = 'Leave out web addresses: a name is enough.';
const INVISIBLE = 'Leave out line breaks and invisible characters.';
const NO_ADDRESS = 'Enter an address like mina@example.com.';

/** What each field refuses, and what it says. */
const refused: { label: 'Name' | 'Email' | 'Password'; typed: string; what: string; message: string }[] = [
  { label: 'Name', what: 'nothing', typed: '', message: 'Enter your name.' },
  { label: 'Name', what: 'spaces', typed: '   ', message: 'Enter your name.' },
  { label: 'Name', what: '101 characters', typed: 'x'.repeat(101), message: 'Use 100 characters or fewer.' },
  { label: 'Name', what: 'a control character', typed: 'Mina\u0007 Okafor', message: INVISIBLE },
  { label: 'Name', what: 'a direction override', typed: 'Mina \u202erofakO', message: INVISIBLE },
  { label: 'Name', what: 'a web address', typed: 'Win at evil.example now', message: URL_SHAPED },
  { label: 'Name', what: 'markup around a web address', typed: '<a href="https://evil.example">Mina</a>', message: URL_SHAPED },
  { label: 'Email', what: 'nothing', typed: '', message: 'Enter your email address.' },
  { label: 'Email', what: 'no @', typed: 'mina', message: NO_ADDRESS },
  { label: 'Email', what: 'no host', typed: 'mina@', message: NO_ADDRESS },
  { label: 'Email', what: 'a host without a dot', typed: 'mina@localhost', message: NO_ADDRESS },
  { label: 'Email', what: 'a space within', typed: 'mi na@x.example', message: NO_ADDRESS },
  { label: 'Email', what: 'a control character', typed: 'mi\u0007na@x.example', message: NO_ADDRESS },
  { label: 'Email', what: 'markup', typed: '<b>mina</b>@x.example', message: NO_ADDRESS },
  { label: 'Email', what: '65 characters before the @', typed: `${'a'.repeat(65)}@x.example`, message: NO_ADDRESS },
  {
    label: 'Email',
    what: '255 bytes',
    typed: `${'a'.repeat(64)}@${`${'b'.repeat(60)}.`.repeat(3)}example`,
    message: 'That’s longer than an email address can be.',
  },
  { label: 'Password', what: 'nothing', typed: '', message: 'Enter a password.' },
  { label: 'Password', what: '7 characters', typed: 'sevench', message: 'Use 8 characters or more.' },
  { label: 'Password', what: '257 characters', typed: 'pw '.repeat(85) + 'ab', message: 'Use 256 characters or fewer.' },
  { label: 'Password', what: 'the email', typed: MINA.email, message: 'That’s your email address. Try a few plain words.' },
  { label: 'Password', what: 'the name', typed: 'mina OKAFOR', message: 'That’s your name. Try a few plain words.' },
  {
    label: 'Password',
    what: 'a most used one',
    typed: 'password123',
    message: 'One of the most used passwords. Try a few plain words.',
  },
];

for (const label of ['Name', 'Email', 'Password'] as const) {
  test(`SU-2, SU-3: bad input in ${label}: a message beside it, the focus on it, what was typed still there`, async ({
    page,
    browserErrors,
  }) => {
    browserErrors.allowStatus(422);
    await open(page, '/sign-up');
    for (const { what, typed, message } of refused.filter((one) => one.label === label)) {
      await test.step(what, async () => {
        if (!page.url().endsWith('/sign-up')) await open(page, '/sign-up');
        await fillSignUp(page, MINA);
        await settle(page);
        await field(page, label).fill(typed);
        await button(page, 'Sign up').click();
        await expectRefused(field(page, label), typed, message);
        await expect.soft(page).toHaveURL('/sign-up');
        await expect.soft(field(page, label === 'Name' ? 'Email' : 'Name'), 'the others too').toHaveValue(
          label === 'Name' ? MINA.email : MINA.name,
        );
      });
    }
    // Mended, it goes through.
    await fillSignUp(page, MINA);
    await settle(page);
    await button(page, 'Sign up').click();
    await expectWaiting(page, MINA.email);
  });
}

test('SU-2, SU-3: with everything wrong, every field says so and the focus goes to the first', async ({ page }) => {
  await open(page, '/sign-up');
  await field(page, 'Email').fill('mina');
  await field(page, 'Password').fill('short');
  await button(page, 'Sign up').click();
  await expect(page.getByText('Enter your name.')).toBeVisible();
  await expect(page.getByText(NO_ADDRESS)).toBeVisible();
  await expect(page.getByText('Use 8 characters or more.')).toBeVisible();
  await expect(field(page, 'Name')).toBeFocused();
});

test('a field is checked when it is left, never while somebody types', async ({ page }) => {
  await open(page, '/sign-up');
  await field(page, 'Email').pressSequentially('mina');
  await expect(field(page, 'Email')).not.toHaveAttribute('aria-invalid');
  await field(page, 'Name').focus();
  await expect(page.getByText(NO_ADDRESS)).toBeVisible();
  await expect(field(page, 'Email')).toHaveAttribute('aria-invalid', 'true');
  await expect(field(page, 'Name'), 'leaving a field does not pull the focus back').toBeFocused();
});

test('SU-2: what is said of a password goes as soon as it is not true any more, beside other fields too', async ({
  page,
}) => {
  await open(page, '/sign-up');
  const password = field(page, 'Password');
  const tooShort = page.getByText('Use 8 characters or more.', { exact: true });
  await password.pressSequentially('short');
  await field(page, 'Email').focus();
  await expect(tooShort).toBeVisible();
  await password.fill('shorter');
  await expect(tooShort, 'still true').toBeVisible();
  await password.pressSequentially(' no more than this');
  await expect(tooShort).toHaveCount(0);
  await expect(password).not.toHaveAttribute('aria-invalid');
  await password.fill('parlor123');
  await field(page, 'Name').focus();
  await expect(page.locator('#password-error')).toContainText('That’s the name of Parlor');
  await password.fill('kettle orbit maple 77');
  await expect(page.locator('#password-error')).toHaveCount(0);

  // A check that looks at another field is asked again when that one is mended.
  await field(page, 'Name').fill('Kettle Orbit');
  await password.fill('kettle orbit');
  await field(page, 'Name').focus();
  await expect(page.locator('#password-error')).toBeVisible();
  await field(page, 'Name').fill('Mina Okafor');
  await expect(page.locator('#password-error')).toHaveCount(0);
});

test('SU-2: passwords of 8 and of 256 characters, emoji and outer spaces too, go in exactly as typed', async ({
  page,
  server,
}) => {
  const passwords = ['8 chars!', '🦀'.repeat(256), '  a space before and after  '];
  for (const [at, password] of passwords.entries()) {
    const person = { ...MINA, email: `mina${at}@harbourfinch.example`, password };
    await page.context().clearCookies();
    await open(page, '/sign-up');
    await fillSignUp(page, person);
    await expect.soft(field(page, 'Password'), `nothing was cut off password ${at}`).toHaveValue(password);
    await button(page, 'Sign up').click();
    await expectWaiting(page, person.email);
    // The very same words sign in; a claim lands on its waiting screen.
    const answer = await page.request.post('/api/accounts/sign-in', {
      form: { email: person.email, password },
      headers: { Origin: server.url },
    });
    expect.soft(answer.status(), `password ${at} signs in`).toBe(200);
  }
});

test('SU-2: a hint says how strong the password is while it is typed, and it can be shown', async ({ page }) => {
  await open(page, '/sign-up');
  const password = field(page, 'Password');
  await password.pressSequentially('short');
  await expect(page.getByText('Too short or too plain yet. 8 characters or more.')).toBeVisible();
  await password.fill('many plain words are the best');
  await expect(page.getByText('Excellent. Nobody will guess this one.')).toBeVisible();
  await button(page, 'Show password').click();
  await expect(password).toHaveAttribute('type', 'text');
  await expect(password).toHaveValue('many plain words are the best');
});

test('SU-3: an address is taken in its one canonical form', async ({ page, server }) => {
  await open(page, '/sign-up');
  await fillSignUp(page, { ...MINA, email: '  Ｍina+Chat@HarbourFinch.Example ' });
  await button(page, 'Sign up').click();
  await expectWaiting(page, 'mina+chat@harbourfinch.example');
  await server.mailTo('mina+chat@harbourfinch.example');
});

test('markup in a name is text everywhere', async ({ page, server, anotherBrowser }) => {
  const name = '<img src=x onerror=alert(1)> & "Mina"';
  await open(page, '/sign-up');
  await signUp(page, { ...MINA, name });
  const other = await (await anotherBrowser()).newPage();
  await open(other, linkIn(await server.mailTo(MINA.email)));
  await expect(other.getByRole('main').getByText(name, { exact: true })).toBeVisible();
  await expect(other.locator('main img')).toHaveCount(0);
});

test('SU-11: the same form sent from two tabs makes one account, and the newest link is the one that works', async ({
  page,
  context,
  server,
}) => {
  const second = await context.newPage();
  for (const tab of [page, second]) {
    await open(tab, '/sign-up');
    await fillSignUp(tab, MINA);
  }
  await Promise.all([page, second].map((tab) => button(tab, 'Sign up').click()));
  for (const tab of [page, second]) await expectWaiting(tab, MINA.email);
  await server.mailTo(MINA.email, 2);
  const links = (await server.mails(MINA.email)).map(linkIn);
  const answers = await Promise.all(links.map(async (link) => (await page.request.get(link)).status()));
  expect(answers, 'newest first').toEqual([200, 410]);
});

test('one click too many sends the form once', async ({ page, server }) => {
  await open(page, '/sign-up');
  await fillSignUp(page, MINA);
  await button(page, 'Sign up').dblclick();
  await expectWaiting(page, MINA.email);
  await server.mailTo(MINA.email, 1);
});

test('SU-10: an address that has an account looks the same, and its owner is mailed', async ({
  page,
  server,
  anotherBrowser,
}) => {
  await register(page, server, MINA);
  const fresh = await (await anotherBrowser()).newPage();
  const taken = await (await anotherBrowser()).newPage();
  const looks: string[] = [];
  for (const [tab, email] of [
    [fresh, JONAS.email],
    [taken, MINA.email],
  ] as const) {
    await open(tab, '/sign-up');
    await signUp(tab, { ...JONAS, email });
    await expect(tab.getByText('Handed to the mail server').first()).toBeVisible();
    const look = await tab.locator('body').ariaSnapshot();
    looks.push(look.replaceAll(email, 'ADDRESS').replace(/\d?\d:\d\d(:\d\d)?/g, 'TIME'));
  }
  expect(looks[1]).toBe(looks[0]);
  const mail = await server.mailTo(MINA.email, 2);
  expect(mail.subject).toBe('You already have an account on Parlor');
  expect(mail.text).toContain(`${server.url}/sign-in`);
  expect(mail.text).toContain(`${server.url}/forgot-password`);
});

test('SU-11: signing up again kills the old link and the old password', async ({ page, server, browserErrors, anotherBrowser }) => {
  browserErrors.allowStatus(401, 410);
  const old = await claim(page, server, MINA);
  const browser = await (await anotherBrowser()).newPage();
  await open(browser, '/sign-up');
  await signUp(browser, { ...MINA, password: 'a newer set of words' });
  await open(page, old);
  await expect(heading(page, 'This link is from an earlier mail')).toBeVisible();
  await open(page, '/sign-in');
  await signIn(page, MINA);
  await expect(page.getByText('That email and password don’t go together.')).toBeVisible();
});
