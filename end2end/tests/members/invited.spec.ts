import { type Locator, type Page } from '@playwright/test';
import { call, enter, tokenOf, unseen } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { row } from '../../support/members-list';
import { JONAS, PRIYA, button, countDocuments, field, heading, link, open } from '../../support/pages';
import { Post } from '../../support/post';
import { projectOf } from '../../support/projects';
import type { Server } from '../../support/server';
import { Team } from '../../support/team';

const DAYS = 24;

/** The lines of the list, in their order: heads of groups, and addresses. */
async function lines(page: Page): Promise<string[]> {
  const texts = await page.locator('tbody').getByRole('rowheader').allInnerTexts();
  return texts.map((text) => (text.split('\n')[0] ?? '').trim().replace(/\s+/g, ' '));
}

async function declined(team: Team, server: Server, email: string): Promise<void> {
  const mailed = await team.invite(email);
  await call(await unseen(server), server, 'invitations/decline', { token: tokenOf(mailed) });
}

/** An organization with one of everything, and the page signed in as its owner. */
async function everything(page: Page, server: Server): Promise<Team> {
  const team = await Team.start(server);
  const website = await projectOf(team, 'Website');
  const asking = await team.invite('emil.nowak@harbour.example');
  await team.invite('oskar.lind@harbour.example', 'admin');
  await server.later({ hours: 7 * DAYS });
  await enter(team.owner, server, JONAS);
  await call(await unseen(server), server, 'invitations/ask', { token: tokenOf(asking) });
  await declined(team, server, 'kaja.lund@harbour.example');
  await team.call('invite', { emails: 'lena.vogt@harbour.example', role: 'member', projects: `${website.id}:agent` });
  await team.draft('rosa.marin@harbour.example', 'billing-admin');
  await enter(page, server, JONAS);
  return team;
}

test('IN-7, TR-3: what waits for the team comes first, and its next step is done in the row', async ({ page, server }) => {
  const team = await everything(page, server);
  await open(page, team.invited);
  const documents = await countDocuments(page);
  const onAct = page.getByRole('button', { name: /^Actions for / }).and(page.locator(':focus'));
  expect(await lines(page)).toEqual([
    'Waiting for you 3',
    'emil.nowak@harbour.example',
    'oskar.lind@harbour.example',
    'kaja.lund@harbour.example',
    'On their way 1',
    'lena.vogt@harbour.example',
    'Drafts 1',
    'rosa.marin@harbour.example',
  ]);
  await expect(row(page, 'lena.vogt@harbour.example')).toContainText('Member, Website as an agent');
  await expect(row(page, 'emil.nowak@harbour.example')).toContainText(/Asked for a new one.*The earlier link ended/);
  await expect(row(page, 'emil.nowak@harbour.example').getByRole('button', { name: /^Copy link/ }), 'its link is dead').toHaveCount(0);

  await test.step('by keyboard: a new link; the row says so, where it stands from then on, and has the focus', async () => {
    await button(page, 'Send new link: emil.nowak@harbour.example').focus();
    await page.keyboard.press('Enter');
    const sent = row(page, 'emil.nowak@harbour.example');
    await expect(sent).toContainText('Sent a moment ago');
    await expect(sent).toContainText('The earlier link no longer works');
    await expect.poll(() => lines(page)).toEqual([
      'Waiting for you 2',
      'oskar.lind@harbour.example',
      'kaja.lund@harbour.example',
      'On their way 2',
      'emil.nowak@harbour.example',
      'lena.vogt@harbour.example',
      'Drafts 1',
      'rosa.marin@harbour.example',
    ]);
    await expect(button(page, 'Actions for emil.nowak@harbour.example')).toBeFocused();
    await server.mailAbout('emil.nowak@harbour.example', / invited you to /, 2);
  });

  await test.step('the next act takes its place: a draft is sent', async () => {
    await button(page, 'Send: rosa.marin@harbour.example').click();
    await expect(row(page, 'rosa.marin@harbour.example')).toContainText(/Sent a moment ago\s*Good for 7 days/);
    await expect(page.getByText('Sent a moment ago')).toHaveCount(1);
    await expect(page.getByRole('rowheader', { name: /^Drafts/ })).toHaveCount(0);
  });

  await test.step('who declined is invited again, or off the list', async () => {
    await button(page, 'Invite again: kaja.lund@harbour.example').click();
    await expect(page.getByText('The invitation for kaja.lund@harbour.example is on its way, good for 7 days.')).toBeVisible();
    await expect(row(page, 'kaja.lund@harbour.example')).toContainText(/Being sent|Handed over/);
    await expect(row(page, 'kaja.lund@harbour.example')).toHaveCount(1);
    await expect(onAct, 'the row beside it').toHaveCount(1);
    await declined(team, server, 'noemi.rossi@harbour.example');
    await button(page, 'Dismiss: noemi.rossi@harbour.example').click();
    await expect(page.getByText('The declined invitation for noemi.rossi@harbour.example is off the list.')).toBeVisible();
    await expect(row(page, 'noemi.rossi@harbour.example')).toHaveCount(0);
    await expect(onAct, 'the row beside it').toHaveCount(1);
  });

  await test.step('the menu: Cancel invitation is last', async () => {
    await button(page, 'Actions for lena.vogt@harbour.example').click();
    const menu = page.getByRole('group', { name: 'Actions for lena.vogt@harbour.example' });
    await expect(menu.locator('.menu-item')).toHaveText(['Resend', 'Copy link', 'Change role or projects…', 'Cancel invitation']);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect(row(page, 'lena.vogt@harbour.example')).toHaveCount(0);
    await expect(onAct, 'the row beside it').toHaveCount(1);
  });

  await test.step('what was done here is not said once one looks at something else, nor on coming back', async () => {
    const told = page.getByRole('status').filter({ hasText: 'is cancelled' });
    await expect(told).toBeAttached();
    const views = page.getByRole('navigation', { name: 'Lists' });
    await views.getByRole('link', { name: /^Members/ }).click();
    await expect(row(page, JONAS.email)).toBeVisible();
    await expect(told).toHaveCount(0);
    await views.getByRole('link', { name: /^Invited/ }).click();
    await expect(row(page, 'oskar.lind@harbour.example')).toBeVisible();
    await expect(told).toHaveCount(0);
  });
  await documents.expectNone();
});

test('TR-3, OR-4: times that are told from now are told anew in a tab that stays open for days', async ({ page, server }) => {
  const team = await Team.start(server);
  const email = 'oskar.lind@harbour.example';
  await team.invite(email);
  await enter(page, server, JONAS);
  await open(page, team.invited);
  await expect(row(page, email)).toContainText('In 7 days');
  await expect(row(page, email)).toContainText('Today');
  await server.later({ hours: 5 * DAYS });
  // What tells the tab that anything changed tells it what time it is.
  await team.draft('rosa.marin@harbour.example');
  await expect(row(page, 'rosa.marin@harbour.example')).toContainText('Today', { timeout: 5_000 });
  await expect(row(page, email)).toContainText('In 2 days');
  await expect(row(page, email)).not.toContainText('Today');
});

test('TR-3: filters by state, delivery, role and project, by address too, each with its way out', async ({ page, server }) => {
  const team = await everything(page, server);
  await open(page, team.invited);
  const filter = (name: string): Locator => page.getByRole('combobox', { name, exact: true });
  await filter('State').selectOption('Expired');
  await expect(page).toHaveURL(`${team.invited}&state=expired`);
  await expect.poll(() => lines(page)).toEqual(['Waiting for you 1', 'oskar.lind@harbour.example']);
  await expect(page.getByRole('search')).toContainText('1 of 5');
  await link(page, 'Any state').click();
  await expect(page).toHaveURL(team.invited);
  await filter('Project').selectOption('Website');
  await expect.poll(() => lines(page)).toEqual(['On their way 1', 'lena.vogt@harbour.example']);
  await filter('Delivery').selectOption('Handed over');
  await filter('Role').selectOption('Admin');
  await expect(page.getByText('No one fits all of these filters.')).toBeVisible();
  await link(page, 'Clear').click();
  await expect(page).toHaveURL(team.invited);
  await page.goBack();
  await page.goBack();
  await expect.poll(() => lines(page)).toEqual(['On their way 1', 'lena.vogt@harbour.example']);
  await expect(filter('Role')).toHaveValue('');
  await link(page, 'Clear all').click();
  await expect(page).toHaveURL(team.invited);
  await page.getByRole('searchbox', { name: 'Search invitations' }).pressSequentially('KAJA');
  await expect.poll(() => lines(page)).toEqual(['Waiting for you 1', 'kaja.lund@harbour.example']);
  // A word that is no filter is none, and the page shows that.
  await open(page, `${team.invited}&state=nowhere&delivery=&role=admin`);
  await expect(filter('State')).toHaveValue('');
  await expect.poll(() => lines(page)).toEqual(['Waiting for you 1', 'oskar.lind@harbour.example']);
});

test('IN-7, IN-8: an act that is refused says why at its row, and the row stays', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(429);
  const team = await Team.start(server);
  for (let sent = 0; sent < 5; sent += 1) await team.invite('lena.vogt@harbour.example');
  await enter(page, server, JONAS);
  await open(page, team.invited);
  await button(page, 'Resend: lena.vogt@harbour.example').click();
  await expect(row(page, 'lena.vogt@harbour.example').getByRole('alert')).toBeVisible();
  await expect(row(page, 'lena.vogt@harbour.example')).toContainText('Handed over');
});

test('TR-3: the next page begins where this one ends, with the head of its group again', async ({ page, server }) => {
  const team = await Team.start(server);
  const drafts = Array.from({ length: 55 }, (_, at) => `p${String(at + 10)}@crowd.example`);
  await team.draft(drafts.join('\n'));
  await team.invite('lena.vogt@harbour.example');
  await enter(page, server, JONAS);
  await open(page, team.invited);
  await expect(page.getByText('1 to 50 of 56')).toBeVisible();
  const first = await lines(page);
  expect(first.slice(0, 3)).toEqual(['On their way 1', 'lena.vogt@harbour.example', 'Drafts 55']);
  await link(page, 'Next').click();
  await expect(page.getByText('51 to 56 of 56')).toBeVisible();
  await expect.poll(async () => (await lines(page)).length).toBe(7);
  const second = await lines(page);
  expect(second[0]).toBe('Drafts 55');
  expect(second.slice(1).filter((line) => first.includes(line))).toEqual([]);
  // Sent from here, it stands on another page, and that is said.
  const email = second[1] ?? '';
  await button(page, `Send: ${email}`).click();
  await expect(page.getByText('It’s sent, and stands among those on their way.')).toBeVisible();
  await expect(row(page, email)).toHaveCount(0);
  await link(page, 'Previous').click();
  await expect(page.getByText('2 to 51 of 56')).toBeVisible();
  await link(page, 'Previous').click();
  await expect(row(page, email)).toBeVisible();
});

test('IN-7, OP-5: a refused address is put right, and a mail that waits is tried now', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(422);
  const team = await Team.start(server);
  const post = await Post.listen();
  await server.stop();
  await server.begin({ PARLOR_SMTP_URL: post.url, PARLOR_PUBLIC_URL: server.direct });
  for (const name of ['nobody', 'later']) await team.call('invite', { emails: `${name}@harbour.example`, role: 'member', grants: 'manage-billing' });
  await enter(page, server, JONAS);
  await open(page, team.invited);
  const documents = await countDocuments(page);

  await test.step('the panel asks for another address; a typing mistake is told beside it', async () => {
    await expect(row(page, 'nobody@harbour.example')).toContainText(/Refused.*No such person here/);
    await link(page, 'Fix address…: nobody@harbour.example').click();
    const panel = page.getByRole('dialog', { name: 'Edit invitation' });
    await expect(field(page, 'Email')).toBeFocused();
    await expect(panel).toContainText('With another address this becomes a new invitation');
    await field(page, 'Email').fill('later@harbour.example');
    await button(panel, 'Save and send again').click();
    await expect(panel.getByText('This address is invited already.')).toBeVisible();
    await expect(field(page, 'Email')).toBeFocused();
    await field(page, 'Email').fill('sana@harbour.example');
    await button(panel, 'Save and send again').click();
    await expect(panel).toBeHidden();
    await expect(page.getByRole('status').filter({ hasText: /The invitation for .*sana@harbour\.example.* is on its way/ })).toBeVisible();
    await expect(row(page, 'sana@harbour.example')).toContainText('Handed over');
    await expect(row(page, 'nobody@harbour.example')).toHaveCount(0);
    await row(page, 'sana@harbour.example').getByRole('button', { name: /^Actions/ }).click();
    await link(page, 'Change role or projects…').click();
    await expect(panel.getByRole('checkbox', { name: /^Manage billing/ })).toBeChecked();
    await expect(field(page, 'Email'), 'this one arrived').not.toBeEditable();
    await page.keyboard.press('Escape');
  });

  await test.step('what waits is tried by the keyboard', async () => {
    const now = button(page, 'Try now: later@harbour.example');
    // Each try that fails puts the next one off twice as long.
    await expect(async () => {
      if (!(await now.isVisible())) await server.later({ seconds: 20 });
      await expect(now).toBeVisible({ timeout: 1_000 });
    }).toPass();
    post.ready = true;
    await now.focus();
    await page.keyboard.press('Enter');
    await expect(row(page, 'later@harbour.example')).toContainText('Handed over');
    await expect(now).toHaveCount(0);
  });
  await documents.expectNone();
  post.close();
});

test('ST-3: who wants in while no seat is free is shown in an open tab, with the way on, until a seat is free', async ({ page, server, anotherBrowser }) => {
  const email = 'sana.idris@harbour.example';
  const team = await Team.start(server);
  await team.join(PRIYA, 'user-admin');
  const mailed = await team.invite(email);
  await server.admin('plan', 'set', team.slug, '--plan', 'Team', '--seats', '2');
  await enter(page, server, JONAS);
  await open(page, team.invited);
  const documents = await countDocuments(page);
  await expect(row(page, email)).toContainText(/Being sent|Handed over/);

  await test.step('somebody finds no seat free', async () => {
    const guest = await (await anotherBrowser()).newPage();
    await open(guest, mailed);
    await button(guest, 'Tell the team').click();
    await expect(guest.getByText('We passed it on')).toBeVisible();
    await expect(row(page, email)).toContainText(/Wants in: no seat is free\s*Tried a moment ago/);
    expect(await lines(page)).toEqual(['Waiting for you 1', email]);
    await expect(button(page, `Resend: ${email}`), 'another link lets nobody in').toHaveCount(0);
  });

  await test.step('who does not see to seats reads who does', async () => {
    const other = await (await anotherBrowser()).newPage();
    await enter(other, server, PRIYA);
    await open(other, team.invited);
    await expect(row(other, email)).toContainText('Jonas Lindqvist can ask for more seats');
    await expect(link(other, `Billing: ${email}`)).toHaveCount(0);
    await open(other, team.path);
    await expect(other.getByRole('region', { name: /^Waiting for you/ })).toContainText('Wants in, and no seat is free.');
    await other.close();
  });

  await test.step('from home, and from the row, to Billing', async () => {
    await link(page, `Billing: ${email}`).click();
    await expect(heading(page, 'Billing')).toBeVisible();
    await link(page.getByRole('navigation'), 'Home').click();
    const waiting = page.getByRole('region', { name: /^Waiting for you/ });
    await expect(waiting).toContainText('Wants in, and no seat is free.');
    await link(waiting, 'Billing').click();
    await expect(heading(page, 'Billing')).toBeVisible();
    await page.goBack();
    await page.goBack();
    await page.goBack();
    await expect(row(page, email)).toBeVisible();
  });

  await test.step('once a seat is free, a new link tells them', async () => {
    await team.remove(PRIYA.email);
    await expect(row(page, email)).toContainText('Wants in: a seat is free by now');
    await button(page, `Send new link: ${email}`).click();
    await expect(row(page, email)).toContainText('Sent a moment ago');
    await expect.poll(() => lines(page)).toEqual(['On their way 1', email]);
  });
  await documents.expectNone();
});

for (const width of [390, 320]) {
  test.describe(`at ${String(width)} px`, () => {
    test.use({ viewport: { width, height: 844 }, hasTouch: true });

    test('IN-7: a list with its next steps as buttons, by touch', async ({ page, server }) => {
      const team = await everything(page, server);
      await open(page, team.invited);
      const asked = row(page, 'emil.nowak@harbour.example');
      await expect(asked).toContainText('Member, no project yet · expired');
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(sideways).toBeLessThanOrEqual(0);
      const next = button(page, 'Send new link: emil.nowak@harbour.example');
      await next.tap();
      await expect(asked).toContainText('Sent a moment ago');
      await button(page, 'Actions for lena.vogt@harbour.example').tap();
      await button(page, 'Cancel invitation').tap();
      await expect(row(page, 'lena.vogt@harbour.example')).toHaveCount(0);
      await expect(page.getByRole('button', { name: /^Actions for / }).and(page.locator(':focus'))).toHaveCount(1);
      await button(page, 'Dismiss: kaja.lund@harbour.example').tap();
      await expect(row(page, 'kaja.lund@harbour.example')).toHaveCount(0);
      await expect(page.getByRole('button', { name: /^Actions for / }).and(page.locator(':focus'))).toHaveCount(1);
    });
  });
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('IN-7, TR-3: filters are a form, acts are forms, and a refusal stands at its row', async ({ page, server, browserErrors }) => {
    browserErrors.allowStatus(429);
    const team = await everything(page, server);
    await page.goto(team.invited);
    await page.getByRole('combobox', { name: 'State', exact: true }).selectOption('Declined');
    await button(page, 'Search').click();
    expect(await lines(page)).toEqual(['Waiting for you 1', 'kaja.lund@harbour.example']);
    await button(page, 'Invite again: kaja.lund@harbour.example').click();
    await expect(row(page, 'kaja.lund@harbour.example')).toContainText(/Being sent|Handed over/);
    await expect(page.getByText('The invitation is on its way, good for 7 days.')).toBeVisible();
    await button(page, 'Send new link: emil.nowak@harbour.example').click();
    await expect(row(page, 'emil.nowak@harbour.example')).toContainText(/Being sent|Handed over/);
    await declined(team, server, 'noemi.rossi@harbour.example');
    await page.goto(team.invited);
    await button(page, 'Dismiss: noemi.rossi@harbour.example').click();
    await expect(page).toHaveURL(`${team.invited}&dismissed=1`);
    await expect(page.getByText('The declined invitation is off the list.')).toBeVisible();
    await expect(row(page, 'noemi.rossi@harbour.example')).toHaveCount(0);
    for (let sent = 0; sent < 4; sent += 1) await team.send('lena.vogt@harbour.example');
    await button(page, 'Resend: lena.vogt@harbour.example').click();
    await expect(row(page, 'lena.vogt@harbour.example').getByRole('alert')).toBeVisible();
  });
});
