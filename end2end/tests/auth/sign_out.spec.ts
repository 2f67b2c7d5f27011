import { type Page } from '@playwright/test';
import { enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, PRIYA, awake, button, field, heading, open, register, signIn, signOut, signUp, homeHeading } from '../../support/pages';
import { recordDom, takeSnapshots } from '../../support/dom-recorder';
import { Team } from '../../support/team';

/** Nothing of the person or her organization was on the page at any moment since the snapshots were taken last. */
async function expectNothingPersonal(page: Page): Promise<void> {
  const personal = [MINA.name, MINA.email, 'Harbour & Finch', 'harbour-finch', 'Where to, Mina'];
  const seen = (await takeSnapshots(page)).filter((snapshot) => personal.some((word) => snapshot.all.includes(word)));
  expect(seen).toEqual([]);
}

test('SI-5, PRV-8: after signing out, Back shows nothing personal', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(401);
  await register(page, server, MINA, ['Harbour & Finch']);
  await recordDom(page);
  await open(page, '/choose');
  await page.getByRole('link', { name: 'Harbour & Finch' }).click();
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
  await signOut(page);
  await takeSnapshots(page);
  for (let step = 0; step < 2; step += 1) {
    await page.goBack();
    await expect(heading(page, 'Sign in')).toBeVisible();
    await expectNothingPersonal(page);
  }
});

test('SI-5, PRV-8: nor when the pages before were documents of their own', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(401);
  await register(page, server, MINA, ['Harbour & Finch']);
  await recordDom(page);
  await open(page, '/o/harbour-finch');
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
  await open(page, '/choose');
  await button(page, 'Sign out').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await open(page, '/sign-up');
  for (let step = 0; step < 3; step += 1) {
    await page.goBack();
    await awake(page);
    await expect(heading(page, 'Sign in')).toBeVisible();
    await expectNothingPersonal(page);
  }
});

test('SI-5: the session ends on the server, for every tab', async ({ page, context, server, browserErrors }) => {
  browserErrors.allowStatus(401);
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  const [session] = (await context.cookies()).filter((cookie) => cookie.name.startsWith('parlor-session'));
  expect(session?.value).toBeTruthy();
  const second = await context.newPage();
  await open(second, '/o/second-street');
  await open(page, '/o/harbour-finch');
  await signOut(page);
  expect((await context.cookies()).map((cookie) => cookie.name.replace(/-\d+$/, '')), 'but it is a device that is known').toEqual(['parlor-device']);
  // Even with the old cookie put back.
  if (session) await context.addCookies([session]);
  await open(page, '/o/harbour-finch');
  await expect(heading(page, 'Sign in')).toBeVisible();
  await second.keyboard.press('Control+k');
  await second.keyboard.type('harbour');
  await second.keyboard.press('Enter');
  await expect(heading(second, 'Sign in')).toBeVisible();
});

for (const path of ['/setup', '/choose']) {
  test(`SU-6, SI-5: ${path} has a way out`, async ({ page, server, browserErrors }) => {
    // The page may look again in the moment of signing out.
    browserErrors.allowStatus(401);
    await register(page, server, MINA);
    await open(page, path);
    await button(page, 'Sign out').click();
    await expect(page).toHaveURL('/sign-in');
    await expect(heading(page, 'Sign in')).toBeVisible();
  });
}

test('PRV-8: an address that was sent is not offered to the next person at this browser', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(401);
  await register(page, server, MINA, ['Harbour & Finch']);
  await page.context().clearCookies();
  await open(page, '/sign-up');
  await signUp(page, JONAS);
  await button(page, 'Sign out').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await expect(field(page, 'Email')).toHaveValue('');
  await signIn(page, MINA);
  await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
  await signOut(page);
  await expect(field(page, 'Email')).toHaveValue('');
});

test('PRV-8: who is ticked is forgotten at sign-out, and ticked for nobody who comes after', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(MINA);
  await team.join(PRIYA, 'admin');
  await enter(page, server, JONAS);
  await open(page, team.members);
  const box = page.getByRole('checkbox', { name: MINA.name, exact: true });
  await box.check();
  await page.reload();
  await awake(page);
  await expect(box).toBeChecked();
  await signOut(page);
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
  await signIn(page, PRIYA);
  await expect(page).not.toHaveURL(/sign-in/);
  await open(page, team.members);
  await expect(box).not.toBeChecked();
});
