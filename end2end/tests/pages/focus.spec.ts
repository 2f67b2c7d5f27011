import { type Page } from '@playwright/test';
import { call, enter, tokenOf } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, PRIYA, button, createOrganization, fillSignUp, heading, link, open, register, homeHeading, membersFromHome } from '../../support/pages';
import { Team } from '../../support/team';
import { linkIn } from '../../support/server';

/** What has the focus: "body" where nothing has. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const active = document.activeElement;
    return active === null || active === document.body ? 'body' : `${active.tagName} ${active.textContent?.trim().slice(0, 40)}`;
  });

/** After an action that was done by the keyboard, the focus is somewhere. */
async function kept(page: Page, what: string): Promise<void> {
  await expect.poll(() => focused(page), what).not.toBe('body');
  // eslint-disable-next-line no-restricted-syntax -- and stays there, whatever comes a moment later
  await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
  expect(await focused(page), what).not.toBe('body');
}

test('FIELD-60: signing up, creating an organization: the focus is on the heading of what comes', async ({ page, server }) => {
  await open(page, '/sign-up');
  await fillSignUp(page, MINA);
  await button(page, 'Sign up').press('Enter');
  await expect(heading(page, 'Check your inbox')).toBeFocused();

  await link(page, 'Use a different address').press('Enter');
  await expect(page.getByLabel('Email', { exact: true })).toBeFocused();
  await link(page, 'Cancel').press('Enter');
  await kept(page, 'Cancel');

  const token = tokenOf(linkIn(await server.mailTo(MINA.email)));
  await call(page, server, 'accounts/confirm', { token });
  await expect(heading(page, 'Where will you work?')).toBeVisible();
  await kept(page, 'waiting → setup');
  await page.getByLabel('Organization name', { exact: true }).fill('Harbour & Finch');
  await button(page, 'Create organization').press('Enter');
  await expect(homeHeading(page, 'Harbour & Finch')).toBeFocused();
});

test('FIELD-60: choosing, switching, going back', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  await open(page, '/choose');
  await page.getByRole('link', { name: 'Harbour & Finch' }).press('Enter');
  await expect(homeHeading(page, 'Harbour & Finch')).toBeFocused();
  await page.goBack();
  await expect(heading(page, 'Where to, Mina?')).toBeVisible();
  await kept(page, 'Back to the picker');
  await link(page, 'Create organization').press('Enter');
  await expect(page.getByLabel('Organization name', { exact: true })).toBeFocused();
  await page.goBack();
  await expect(heading(page, 'Where to, Mina?')).toBeVisible();
  await kept(page, 'Back from setup');
});

test('FIELD-60: Back without anything in focus leads to the heading, too', async ({ page, server }) => {
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  await open(page, '/o/harbour-finch');
  await membersFromHome(page).click();
  await expect(heading(page, 'Members')).toBeVisible();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.goBack();
  await expect(homeHeading(page, 'Harbour & Finch')).toBeFocused();
});

test('FIELD-60: the next page of members, and back', async ({ page, server }) => {
  test.slow();
  const team = await Team.start(server);
  await team.joinMany(50);
  await enter(page, server, JONAS);
  await open(page, team.members);
  await link(page, 'Next').press('Enter');
  await expect(link(page, 'Previous')).toBeVisible();
  await kept(page, 'page 2');
  await link(page, 'Previous').press('Enter');
  await expect(link(page, 'Next')).toBeVisible();
  await kept(page, 'page 1');
});

test('FIELD-60: what replaces itself on one page: Ask for a new one, Undo, Resend, End', async ({ page, server, browserErrors, anotherBrowser }) => {
  browserErrors.allowStatus(410);
  await test.step('Ask for a new one', async () => {
    const team = await Team.start(server);
    const mailed = await team.invite(MINA.email);
    await server.later({ hours: 7 * 24 });
    await open(page, mailed);
    await button(page, 'Ask for a new one').press('Enter');
    await expect(heading(page, 'We passed it on')).toBeVisible();
    await kept(page, 'Ask for a new one');
  });
  await test.step('Undo, and declining', async () => {
    await register(page, server, PRIYA, ['Harbour & Finch', 'Second Street']);
    await call(page, server, 'organizations/delete', { organization: 'second-street', name: 'Second Street' });
    await open(page, '/account/organizations');
    await page.getByRole('button', { name: 'Undo Second Street' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Undo Second Street' })).toHaveCount(0);
    await kept(page, 'Undo');
  });
  await test.step('End a session', async () => {
    await enter(await (await anotherBrowser({ userAgent: 'Mozilla/5.0 (Macintosh) Firefox/140.0' })).newPage(), server, PRIYA);
    await open(page, '/account/sessions');
    const end = page.getByRole('button', { name: /^End / }).last();
    await end.press('Enter');
    await expect(page.getByText('That browser is signed out.')).toBeVisible();
    await kept(page, 'End');
  });
  await test.step('a button that is disabled by its own click', async () => {
    await page.context().clearCookies();
    await call(page, server, 'accounts/sign-up', { ...JONAS, email: 'somebody@new.example' });
    await server.later({ seconds: 61 });
    await open(page, '/verify');
    await button(page, 'Resend verification email').press('Enter');
    await expect(page.getByRole('button', { name: /^Resend verification email/ })).toBeDisabled();
    await kept(page, 'Resend');
  });
});

test('FIELD-60: pressing where nothing is takes nothing back', async ({ page, server }) => {
  await register(page, server, MINA);
  await open(page, '/account');
  await page.getByLabel('Name', { exact: true }).focus();
  await page.mouse.click(1200, 700);
  // eslint-disable-next-line no-restricted-syntax -- and nowhere it stays, whatever comes a moment later
  await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
  expect(await focused(page)).toBe('body');
});

test('FIELD-60: created from the keyboard in one go, all the way', async ({ page, server }) => {
  await register(page, server, MINA);
  await open(page, '/setup');
  await createOrganization(page, 'Harbour & Finch');
  await kept(page, 'create → home');
});
