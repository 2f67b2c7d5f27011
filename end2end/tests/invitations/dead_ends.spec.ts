import { type Page } from '@playwright/test';
import { call, enter, moveTo, register, tokenOf, unseen } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, PRIYA, button, countDocuments, field, heading, link, open, homeHeading, membersFromHome } from '../../support/pages';
import { Team } from '../../support/team';

const DAYS = 24;

/** The link answers with this status, says what happened, and has exactly this way on. */
async function expectDead(page: Page, mailed: string, status: number, title: string, says: string, on: string): Promise<void> {
  const answer = await page.goto(mailed);
  expect(answer?.status(), title).toBe(status);
  await expect(heading(page, title)).toBeVisible();
  await expect(page).toHaveTitle(`${title} · Parlor`);
  await expect(page.getByRole('main')).toContainText(says);
  await expect(page.getByRole('main').getByRole('link').or(page.getByRole('main').getByRole('button'))).toHaveText([on]);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('IN-4: used by you: says so, and opens the organization', async ({ page, server, browserErrors }) => {
      browserErrors.allowStatus(410);
      const team = await Team.start(server);
      const mailed = await team.invite(MINA.email);
      await call(page, server, 'invitations/accept', { token: tokenOf(mailed), name: MINA.name, password: MINA.password });
      await expectDead(page, mailed, 410, 'You accepted this invitation', 'You’re in Quill & Co., and there’s nothing left to do here.', 'Open Quill & Co.');
      await link(page, 'Open Quill & Co.').click();
      await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
    });

    test('IN-4: used by somebody, seen signed out and by others: leads to signing in', async ({ page, server, browserErrors }) => {
      browserErrors.allowStatus(410);
      const team = await Team.start(server);
      const mailed = await team.invite(MINA.email);
      const mina = await unseen(server);
      await call(mina, server, 'invitations/accept', { token: tokenOf(mailed), name: MINA.name, password: MINA.password });
      const says = 'If that was you, sign in with the address it was sent to.';
      await expectDead(page, mailed, 410, 'This invitation was used already', says, 'Sign in');
      await link(page, 'Sign in').click();
      await expect(heading(page, 'Sign in')).toBeVisible();
      await register(page, server, PRIYA);
      await expectDead(page, mailed, 410, 'This invitation was used already', says, 'Sign in');
    });

    test('IN-4, IN-7: cancelled, declined, superseded: each its own words', async ({ page, server, browserErrors }) => {
      browserErrors.allowStatus(410);
      const team = await Team.start(server);
      const cancelled = await team.invite('cancelled@northlight.example');
      await team.cancel('cancelled@northlight.example');
      await expectDead(
        page,
        cancelled,
        410,
        'This invitation was taken back',
        'Somebody in Quill & Co. cancelled it. Ask whoever invited you: they can send another.',
        'Go to Parlor',
      );

      const declined = await team.invite('declined@northlight.example');
      await call(page, server, 'invitations/decline', { token: tokenOf(declined) });
      await expectDead(
        page,
        declined,
        410,
        'This invitation was declined',
        'Nobody joined Quill & Co. with it. Changed your mind? Ask whoever invited you for another.',
        'Go to Parlor',
      );

      const older = await team.invite(MINA.email);
      const newest = await team.send(MINA.email);
      await expectDead(
        page,
        older,
        410,
        'This link is from an earlier mail',
        'The newest one works: look for it in your inbox, or search your mail for “Parlor”.',
        'Go to Parlor',
      );
      await page.goto(newest);
      await expect(heading(page, 'Join Quill & Co.')).toBeVisible();
    });

    test('IN-4: the organization is gone', async ({ page, server, browserErrors }) => {
      browserErrors.allowStatus(410);
      const team = await Team.start(server);
      const mailed = await team.invite(MINA.email);
      await team.delete();
      await expectDead(page, mailed, 410, 'The organization is gone', 'Nothing of yours was touched.', 'Go to Parlor');
      await link(page, 'Go to Parlor').click();
      await expect(heading(page, 'Sign in')).toBeVisible();
    });

    test('IN-4: a member already, by another way', async ({ page, server, browserErrors }) => {
      browserErrors.allowStatus(409);
      const team = await Team.start(server);
      // She moves to an address that was invited while she was in with another.
      await team.join(PRIYA, 'member', page);
      const mailed = await team.invite(MINA.email);
      const { confirm } = await moveTo(page, server, PRIYA, MINA.email);
      await call(page, server, 'account/use-address-link', { token: tokenOf(confirm) });
      await expectDead(page, mailed, 409, 'You’re in Quill & Co. already', 'This invitation stays unused: you don’t need it.', 'Open Quill & Co.');
      await link(page, 'Open Quill & Co.').click();
      await expect(homeHeading(page, 'Quill & Co.')).toBeVisible();
    });

    test('IN-4: unknown links of any shape say so', async ({ page, browserErrors }) => {
      browserErrors.allowStatus(404);
      for (const token of ['x', 'A'.repeat(43), 'A'.repeat(2_000), '%00', '%3Cscript%3Ealert(1)%3C%2Fscript%3E', '..%2F..%2Fsetup']) {
        await expectDead(
          page,
          `/invitations/${token}`,
          404,
          'We don’t know this invitation',
          'Perhaps a part of the link was lost on the way: copy all of it from the mail.',
          'Go to Parlor',
        );
      }
    });

    test('IN-1, IN-4: expired after 7 days, and asking for a new one reaches the team', async ({ page, server, browserErrors }) => {
      browserErrors.allowStatus(410);
      const team = await Team.start(server);
      const mailed = await team.invite(MINA.email);
      // A minute is left for a slow machine; the second itself is proven by HTTP.
      await server.later({ hours: 7 * DAYS, seconds: -60 });
      await page.goto(mailed);
      await expect(page.getByText('Good for less than an hour')).toBeVisible();
      await server.later({ seconds: 60 });
      await expectDead(
        page,
        mailed,
        410,
        'This invitation has expired',
        'Invitations are good for 7 days. Ask the team of Quill & Co. for a new one: one click, we’ll pass it on.',
        'Ask for a new one',
      );
      const listed = async (): Promise<unknown> => (await team.rows()).invitations;
      await button(page, 'Ask for a new one').click();
      await expect(heading(page, 'We passed it on')).toBeVisible();
      await expect(page.getByRole('main')).toContainText('This invitation doesn’t work any more, and the team of Quill & Co. sees that you asked for a new one.');
      await page.reload();
      await expect(heading(page, 'We passed it on')).toBeVisible();
      await enter(team.owner, server, JONAS);
      expect(await listed()).toMatchObject([{ email: MINA.email, state: 'expired', asked: true }]);

      // The same row, for a full 7 days.
      const id = await team.id(MINA.email);
      const newest = await team.send(MINA.email);
      expect(await listed()).toMatchObject([{ id, email: MINA.email, state: 'sent', asked: false }]);
      await expectDead(page, mailed, 410, 'This link is from an earlier mail', 'The newest one works', 'Go to Parlor');
      await page.goto(newest);
      await expect(page.getByText('Good for 7 more days')).toBeVisible();
    });
  });
}

test('IN-4: what ends while one looks is told on the same page, in its own words', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  const team = await Team.start(server);
  await register(page, server, MINA);
  await open(page, await team.invite(MINA.email));
  const documents = await countDocuments(page);
  await team.cancel(MINA.email);
  await button(page, 'Accept').click();
  await expect(heading(page, 'This invitation was taken back')).toBeVisible();
  await documents.expectNone();
  await expect(page).toHaveTitle('This invitation was taken back · Parlor');
});

test('IN-4: what expires while a form is filled in offers to ask for a new one', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  const team = await Team.start(server);
  await open(page, await team.invite(MINA.email));
  const documents = await countDocuments(page);
  await field(page, 'Name').fill(MINA.name);
  await field(page, 'Password').fill(MINA.password);
  await server.later({ hours: 7 * DAYS });
  await button(page, 'Accept').click();
  await expect(heading(page, 'This invitation has expired')).toBeVisible();
  await button(page, 'Ask for a new one').click();
  await expect(heading(page, 'We passed it on')).toBeVisible();
  await documents.expectNone();
});

test('IN-4: asking for a new one shows in the team’s open list, and resending answers it', async ({ page, server, anotherBrowser, browserErrors }) => {
  browserErrors.allowStatus(410);
  const team = await Team.start(server, 'Quill & Co.', PRIYA);
  const mailed = await team.invite(MINA.email);
  await server.later({ hours: 7 * DAYS });
  const asking = await (await anotherBrowser()).newPage();
  await open(asking, mailed);
  await open(page, '/sign-in');
  await field(page, 'Email').fill(PRIYA.email);
  await field(page, 'Password').fill(PRIYA.password);
  await button(page, 'Sign in').click();
  await membersFromHome(page).click();
  await link(page.getByRole('navigation', { name: 'Lists' }), 'Invited 1').click();
  const row = page.getByRole('row').filter({ hasText: MINA.email });
  await expect(row).toContainText('Expired');
  await button(asking, 'Ask for a new one').click();
  await expect(row).toContainText('Asked for a new one', { timeout: 5_000 });
  await button(row, `Actions for ${MINA.email}`).click();
  await button(page, 'Resend').click();
  await expect(row).toContainText('Sent a moment ago');
  await expect(row).toContainText('In 7 days');
  await server.mailAbout(MINA.email, / invited you to /, 2);
});
