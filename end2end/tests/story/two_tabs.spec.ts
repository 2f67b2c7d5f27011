import { expect, test } from '../../support/fixtures';
import {
  MINA,
  awake,
  button,
  choice,
  countDocuments,
  createOrganization,
  expectWaiting,
  field,
  fillSignUp,
  heading,
  homeOf,
  link,
  open,
  openSwitcher,
  signUp,
  homeHeading,
} from '../../support/pages';
import { linkIn } from '../../support/server';

test('SU-1, SU-5, SU-6, SU-8, SU-15, OR-1, OR-2, OR-3: from signing up to switching, in two tabs and two documents', async ({
  page,
  context,
  server,
}) => {
  await open(page, '/');
  await expect(heading(page, 'Sign in')).toBeVisible();
  const documents = await countDocuments(page);

  await test.step('signing up', async () => {
    await link(page, 'Sign up').click();
    await expect(page).toHaveURL('/sign-up');
    await expect(page).toHaveTitle('Sign up · Parlor');
    await fillSignUp(page, MINA);
    await button(page, 'Sign up').click();
  });

  await test.step('the waiting screen', async () => {
    await expect(page).toHaveURL('/verify');
    await expect(page).toHaveTitle('Check your inbox · Parlor');
    await expectWaiting(page, MINA.email);
    const trail = page.getByRole('list', { name: 'Your verification mail' });
    await expect(trail.getByText('Mail written')).toBeVisible();
    await expect(trail.getByText('Handed to the mail server')).toBeVisible();
    await expect(trail.getByRole('listitem').filter({ hasText: 'Waiting for you to open it' })).toHaveAttribute(
      'aria-current',
      'step',
    );
    const resend = button(page, 'Resend verification email');
    await expect(resend).toBeDisabled();
    const countdown = resend.getByText(/^[01]:\d\d$/);
    const seconds = async (): Promise<number> => {
      const [minutes, rest] = (await countdown.innerText()).split(':').map(Number);
      return (minutes ?? 0) * 60 + (rest ?? 0);
    };
    const first = await seconds();
    expect(first).toBeGreaterThan(40);
    expect(first).toBeLessThanOrEqual(60);
    await expect.poll(seconds, { message: 'the countdown counts' }).toBeLessThan(first);
    await expect(link(page, 'Use a different address')).toBeVisible();
    await expect(button(page, 'Sign out')).toBeVisible();
  });

  await test.step('the mailed link in a second tab', async () => {
    const mailed = linkIn(await server.mailTo(MINA.email));
    expect(mailed).toContain(`${server.url}/verify/`);
    const tab = await context.newPage();
    const confirmed = tab.waitForResponse('**/api/accounts/confirm');
    await tab.goto(mailed);
    await confirmed;
    await expect(page).toHaveURL('/setup', { timeout: 3_000 });
    await expect(tab.getByText('Confirmed, carry on in the other tab.')).toBeVisible();
    await expect(tab).toHaveURL(mailed);
  });

  await test.step('two organizations', async () => {
    await expect(heading(page, 'Where will you work?')).toBeVisible();
    await createOrganization(page, 'Harbour & Finch');
    await expect(page).toHaveURL('/o/harbour-finch');
    await link(await openSwitcher(page), 'Create organization').click();
    await expect(page).toHaveURL('/setup');
    await createOrganization(page, 'Second Street');
    await expect(page).toHaveURL('/o/second-street');
  });

  const expectIn = async (name: string, slug: string): Promise<void> => {
    await expect(page).toHaveURL(`/o/${slug}`);
    await expect(homeHeading(page, name)).toBeFocused();
    await expect(page).toHaveTitle(new RegExp(`^Home · ${name}`));
    await expect(page.getByRole('status').filter({ hasText: `Now in ${name}` })).toBeAttached();
    await expect(homeOf(page, name)).toBeVisible();
    await expect(page.getByRole('group', { name: 'Switch organization' })).toBeHidden();
  };

  await test.step('switching with the mouse', async () => {
    const switcher = await openSwitcher(page);
    await expect(choice(switcher, 'Harbour & Finch')).toContainText('Owner');
    await choice(switcher, 'Harbour & Finch').click();
    await expectIn('Harbour & Finch', 'harbour-finch');
  });

  await test.step('switching with the keyboard', async () => {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: 'Find an organization' })).toBeFocused();
    await page.keyboard.type('sec');
    await page.keyboard.press('Enter');
    await expectIn('Second Street', 'second-street');
  });

  await documents.expectNone();
});

test('SU-8: with the waiting tab closed, the tab of the link goes on itself', async ({ page, context, server }) => {
  await open(page, '/sign-up');
  await signUp(page, MINA);
  const mailed = linkIn(await server.mailTo(MINA.email));
  const tab = await context.newPage();
  await page.close();
  await open(tab, mailed);
  const documents = await countDocuments(tab);
  await expect(tab).toHaveURL('/setup');
  await createOrganization(tab, 'Harbour & Finch');
  await expect(tab).toHaveURL('/o/harbour-finch');
  await documents.expectNone();
});

test('SU-8: of two waiting tabs exactly one goes on, the other says where', async ({ page, context, server }) => {
  await open(page, '/sign-up');
  await signUp(page, MINA);
  const second = await context.newPage();
  await open(second, '/verify');
  await expectWaiting(second, MINA.email);
  const third = await context.newPage();
  await third.goto(linkIn(await server.mailTo(MINA.email)));
  await expect(third.getByText('Confirmed, carry on in the other tab.')).toBeVisible();

  const waiting = [page, second];
  const wentOn = async (): Promise<number> => {
    const on = await Promise.all(waiting.map((tab) => field(tab, 'Organization name').isVisible()));
    return on.filter(Boolean).length;
  };
  const stayed = async (): Promise<number> => {
    const told = await Promise.all(
      waiting.map((tab) => tab.getByText('Confirmed. Carry on in the other tab.').isVisible()),
    );
    return told.filter(Boolean).length;
  };
  await expect.poll(async () => [await wentOn(), await stayed()], { message: '[went on, stayed]' }).toEqual([1, 1]);
});

test('SU-8: the tab that was told to stay can carry on by its link', async ({ page, context, server }) => {
  await open(page, '/sign-up');
  await signUp(page, MINA);
  const tab = await context.newPage();
  await tab.goto(linkIn(await server.mailTo(MINA.email)));
  await expect(tab.getByText('Confirmed, carry on in the other tab.')).toBeVisible();
  await expect(page).toHaveURL('/setup');
  await awake(tab);
  await link(tab, 'Or carry on here').click();
  await expect(tab).toHaveURL('/setup');
  await expect(heading(tab, 'Where will you work?')).toBeVisible();
});
