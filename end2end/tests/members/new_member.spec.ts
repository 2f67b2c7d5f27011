import { type Locator, type Page } from '@playwright/test';
import { enter } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { row } from '../../support/members-list';
import { JONAS, MINA, PRIYA, button, countDocuments, field, heading, link, open } from '../../support/pages';
import { expectRefused, settle } from '../../support/refusals';
import { Team } from '../../support/team';

const ROLES = ['Owner', 'Admin', 'Billing admin', 'User admin', 'Member'];

function panel(page: Page): Locator {
  return page.getByRole('dialog', { name: 'New member' });
}

/** Jonas opens the panel in his organization. */
async function openPanel(page: Page, team: Team): Promise<Locator> {
  await enter(page, team.server, JONAS);
  await open(page, team.members);
  await link(page, 'New member').click();
  await expect(panel(page)).toBeVisible();
  return panel(page);
}

/** What became of each line. */
async function outcomes(dialog: Locator): Promise<string[]> {
  return dialog.getByRole('listitem').allInnerTexts();
}

test('TR-4, IN-1: an address and a role, and the invitation is on its way', async ({ page, server }) => {
  const team = await Team.start(server);
  const dialog = await openPanel(page, team);
  const documents = await countDocuments(page);
  await expect(page).toHaveURL(`${team.members}/new`);
  await expect(page).toHaveTitle('New member · Quill & Co.');
  await expect(field(page, 'Email')).toBeFocused();
  await expect(field(page, 'Email')).toHaveAccessibleDescription('Only this address can accept, within 7 days.');
  await expect(dialog.getByRole('radio', { name: 'Member', exact: true })).toBeChecked();
  await page.keyboard.type(' Mina@HarbourFinch.example ');
  await dialog.getByRole('radio', { name: 'User admin' }).check();
  await button(dialog, 'Send invitation').click();
  await expect(dialog).toBeHidden();
  await expect(row(page, MINA.email)).toContainText('User admin');
  await expect(row(page, MINA.email)).toContainText(/Being sent|Handed over|Sent a moment ago/);
  await expect(page.getByRole('status').filter({ hasText: 'The invitation is on its way, good for 7 days.' })).toBeVisible();
  await expect(link(page, 'New member')).toBeFocused();
  await documents.expectNone();
  const mail = await server.mailAbout(MINA.email, 'Jonas Lindqvist invited you to Quill & Co. on Parlor');
  expect(mail.text).toContain(`${server.url}/invitations/`);
});

test('TR-4: Escape, the cross and Back close the panel, and the focus returns', async ({ page, server }) => {
  const team = await Team.start(server);
  const dialog = await openPanel(page, team);
  const documents = await countDocuments(page);
  const closed = async (): Promise<void> => {
    await expect(dialog).toBeHidden();
    await expect(page).toHaveURL(team.members);
    await expect(link(page, 'New member')).toBeFocused();
    await expect(page).toHaveTitle('Members · Quill & Co.');
  };
  await page.keyboard.press('Escape');
  await closed();
  await page.keyboard.press('Enter');
  await expect(field(page, 'Email')).toBeFocused();
  await link(dialog, 'Close').click();
  await closed();
  await page.keyboard.press('Enter');
  await expect(field(page, 'Email')).toBeFocused();
  await page.goBack();
  await closed();
  await page.goForward();
  await expect(dialog).toBeVisible();
  await documents.expectNone();
});

test('TR-4: the panel has an address of its own, and a reload keeps it', async ({ page, server }) => {
  const team = await Team.start(server);
  await enter(page, server, JONAS);
  await open(page, `${team.members}/new`);
  await expect(panel(page)).toBeVisible();
  await expect(field(page, 'Email')).toBeFocused();
  // Nothing behind it is reached.
  for (let at = 0; at < 12; at += 1) {
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(() => {
      const focused = document.activeElement;
      return focused === null || focused === document.body || focused.closest('dialog') !== null;
    });
    expect(inside).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(page).toHaveURL(team.members);
});

test('TR-4: from the navigation and from the home page it is the same panel', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.invite('lena.vogt@quill.example');
  await enter(page, server, JONAS);
  for (const [there, words] of [
    [page.getByRole('navigation'), 'Invite people'],
    [page.getByRole('main'), 'Invite more'],
  ] as const) {
    await open(page, team.path);
    await link(there, words).click();
    await expect(panel(page)).toBeVisible();
    await expect(field(page, 'Email')).toBeFocused();
    await expect(page).toHaveURL(`${team.members}/new`);
  }
});

test('TR-4: bad input: a message beside the field, the focus on it, what was typed still there', async ({ page, server }) => {
  const team = await Team.start(server);
  const dialog = await openPanel(page, team);
  for (const [typed, message] of [
    ['', 'Enter an address, or several.'],
    [' , ;', 'There’s no email address in that. Addresses look like mina@example.com.'],
    ['mina', 'There’s no email address in that. Addresses look like mina@example.com.'],
    ['mina@localhost', 'Enter an address like mina@example.com.'],
    [`${'a'.repeat(60)}@${`${'b'.repeat(60)}.`.repeat(4)}example`, 'That’s longer than an email address can be.'],
  ] as const) {
    await field(page, 'Email').fill(typed);
    await button(dialog, 'Send invitation').click();
    await expectRefused(field(page, 'Email'), typed, message);
  }
  await field(page, 'Email').fill(MINA.email);
  await settle(page);
  await button(dialog, 'Send invitation').click();
  await expect(dialog).toBeHidden();
  await expect(row(page, MINA.email)).toBeVisible();
});

test('IN-7: draft, sent, sent again: one row, and the newest link works', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(410);
  const team = await Team.start(server);
  const dialog = await openPanel(page, team);
  await field(page, 'Email').fill(MINA.email);
  await dialog.getByRole('radio', { name: 'Admin', exact: true }).check();
  await button(dialog, 'Save as draft').click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('The draft is kept; send it from its line.')).toBeVisible();
  await expect(row(page, MINA.email)).toContainText('Draft');
  await expect(row(page, MINA.email)).toContainText('Draft, not sent');
  const id = await team.id(MINA.email);
  expect(await server.mails(MINA.email), 'a draft is no mail').toEqual([]);

  const act = async (name: string): Promise<void> => {
    await button(page, `Actions for ${MINA.email}`).click();
    await button(page, name).click();
  };
  await button(page, `Actions for ${MINA.email}`).click();
  await expect(button(page, 'Copy link'), 'a draft has no link').toHaveCount(0);
  await button(page, 'Send invitation').click();
  await expect(page.getByText(`The invitation for ${MINA.email} is on its way, good for 7 days.`)).toBeVisible();
  await expect(row(page, MINA.email)).toContainText('Sent a moment ago');
  expect(await team.id(MINA.email)).toBe(id);
  const first = await server.mailAbout(MINA.email, / invited you to /);
  const older = /https?:\S+\/invitations\/\S+/.exec(first.text)?.[0] ?? '';

  await server.later({ hours: 48 });
  const newest = await server.linkTo(MINA.email, / invited you to /, () => act('Resend'));
  await expect(row(page, MINA.email)).toContainText('The earlier link no longer works');
  await expect(row(page, MINA.email)).toContainText('In 7 days');
  expect(await team.id(MINA.email)).toBe(id);
  expect((await page.request.get(older)).status()).toBe(410);
  expect((await page.request.get(newest)).status()).toBe(200);

  await act('Cancel invitation');
  await expect(page.getByText(`The invitation for ${MINA.email} is cancelled. Its link says so.`)).toBeVisible();
  await expect(row(page, MINA.email)).toHaveCount(0);
  await expect(heading(page, 'Members')).toBeFocused();
  expect((await page.request.get(newest)).status()).toBe(410);
});

test('IN-7: an expired one stays listed, and Resend gives it a full 7 days', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.invite(MINA.email);
  await server.later({ hours: 7 * 24 });
  await enter(page, server, JONAS);
  await open(page, team.invited);
  await expect(row(page, MINA.email)).toContainText('Expired');
  await button(page, `Actions for ${MINA.email}`).click();
  await expect(button(page, 'Copy link'), 'a dead link is not copied').toHaveCount(0);
  await button(page, 'Resend').click();
  await expect(row(page, MINA.email)).toContainText('Sent a moment ago');
  await expect(row(page, MINA.email)).toContainText('In 7 days');
  await server.mailAbout(MINA.email, / invited you to /, 2);
});

test('IN-8: a pasted list: a result a line, never all or nothing, and what is left can be mended', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA);
  await team.invite('again@northlight.example', 'admin');
  const dialog = await openPanel(page, team);
  const documents = await countDocuments(page);
  await field(page, 'Email').fill('first@northlight.example');
  await link(dialog, 'Paste many addresses').click();
  await expect(field(page, 'Email')).toBeFocused();
  await expect(field(page, 'Email'), 'what was typed goes along').toHaveValue('first@northlight.example');
  await expect(field(page, 'Email')).toHaveAccessibleDescription(
    'One a line, or with commas between; 200 at once. Each gets their own link, good for 7 days.',
  );
  await field(page, 'Email').fill(
    `First@Northlight.example, ${PRIYA.email}\nagain@northlight.example; nobody@\nZoe Reed <zoe@northlight.example>\n\nfirst@northlight.example`,
  );
  await button(dialog, 'Send invitation').click();
  await expect(dialog.getByRole('heading', { name: 'What became of them' })).toBeFocused();
  expect(await outcomes(dialog)).toEqual([
    expect.stringMatching(/^First@Northlight\.example\s+Invited$/i),
    expect.stringMatching(/^priya@northlight\.example\s+A member already$/),
    expect.stringMatching(/^again@northlight\.example\s+Invited already, sent a new link; the role is now member$/),
    expect.stringMatching(/^nobody@\s+Not an address: check its spelling$/),
    expect.stringMatching(/zoe@northlight\.example>?\s+Invited$/),
  ]);
  await server.mailAbout('first@northlight.example', / invited you to /);
  await server.mailAbout('zoe@northlight.example', / invited you to /);
  await server.mailAbout('again@northlight.example', / invited you to /, 2);
  expect(await server.mailsAbout(PRIYA.email, / invited you to /)).toHaveLength(1);
  await expect(page.getByText('Invited 3'), 'counted in the list below').toBeAttached();

  await button(dialog, 'Invite others').click();
  await expect(field(page, 'Email')).toBeFocused();
  await expect(field(page, 'Email'), 'what did not work is there to be mended').toHaveValue('nobody@');
  await field(page, 'Email').fill('notan@address.example\nx@northlight.example');
  await button(dialog, 'Send invitation').click();
  await expect(dialog.getByRole('heading', { name: 'What became of them' })).toBeFocused();
  await button(dialog, 'Done').click();
  await expect(dialog).toBeHidden();
  await expect(row(page, 'notan@address.example')).toContainText(/Being sent|Handed over|Sent a moment ago/);
  await documents.expectNone();
});

test('IN-8: lines without an address are told and stay, also where they are pasted into the field for one', async ({ page, server, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const team = await Team.start(server);
  const dialog = await openPanel(page, team);
  const pasted = 'ann@northlight.example\nPeter Fine\nZoe Reed <zoe@northlight.example>';
  await page.evaluate((text) => navigator.clipboard.writeText(text), pasted);
  await field(page, 'Email').focus();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(field(page, 'Email')).toHaveValue('ann@northlight.example; Peter Fine; Zoe Reed <zoe@northlight.example>');
  await button(dialog, 'Send invitation').click();
  await expect(dialog.getByRole('heading', { name: 'What became of them' })).toBeFocused();
  expect(await outcomes(dialog)).toEqual([
    expect.stringMatching(/^ann@northlight\.example\s+Invited$/),
    expect.stringMatching(/^Peter Fine\s+No email address in it$/),
    expect.stringMatching(/zoe@northlight\.example>?\s+Invited$/),
  ]);
  await button(dialog, 'Invite others').click();
  await expect(field(page, 'Email')).toHaveValue('Peter Fine');
  await link(dialog, 'Paste many addresses').click();
  await field(page, 'Email').fill('ben@northlight.example\nPeter Fine');
  await button(dialog, 'Send invitation').click();
  await expect(dialog.getByRole('listitem').nth(1)).toContainText('No email address in it');
});

test('IN-8: a limit stops one line, not the others', async ({ page, server }) => {
  const team = await Team.start(server);
  for (let sent = 0; sent < 5; sent += 1) await team.invite(MINA.email);
  const dialog = await openPanel(page, team);
  await link(dialog, 'Paste many addresses').click();
  await field(page, 'Email').fill(`${MINA.email}\n${PRIYA.email}`);
  await button(dialog, 'Send invitation').click();
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  expect(await outcomes(dialog)).toEqual([
    expect.stringMatching(/^mina@harbourfinch\.example\s+Not sent: a limit is reached\. Try again later\.$/),
    expect.stringMatching(/^priya@northlight\.example\s+Invited$/),
  ]);
  await server.mailAbout(PRIYA.email, / invited you to /);
  expect(await server.mailsAbout(MINA.email, / invited you to /)).toHaveLength(5);
});

test('IN-8: one address that is a member already is told, not sent', async ({ page, server }) => {
  const team = await Team.start(server);
  await team.join(PRIYA);
  const dialog = await openPanel(page, team);
  await field(page, 'Email').fill(PRIYA.email);
  await button(dialog, 'Send invitation').click();
  await expect(dialog.getByRole('listitem')).toContainText('A member already');
});

test('IN-8: the page for many addresses begins in their field, and leads back to one', async ({ page, server }) => {
  const team = await Team.start(server);
  const dialog = await openPanel(page, team);
  await link(dialog, 'Paste many addresses').click();
  await expect(field(page, 'Email')).toBeFocused();
  await page.reload();
  await expect(field(page, 'Email')).toBeFocused();
  await link(dialog, 'Just one address').click();
  await expect(field(page, 'Email')).toBeFocused();
  await expect(link(dialog, 'Paste many addresses')).toBeVisible();
});

test('IN-8: markup and long lines in a pasted list are text', async ({ page, server }) => {
  const team = await Team.start(server);
  const dialog = await openPanel(page, team);
  await link(dialog, 'Paste many addresses').click();
  await field(page, 'Email').fill(`<img src=x@ onerror=alert(1)>\n${'w'.repeat(300)}@x.example`);
  await button(dialog, 'Send invitation').click();
  await expect(dialog.getByRole('listitem').first()).toContainText('Not an address: check its spelling');
  await expect(dialog.locator('img')).toHaveCount(0);
});

for (const [role, offered] of [
  ['owner', ROLES],
  ['admin', ROLES.slice(1)],
  ['user-admin', ['User admin', 'Member']],
] as const) {
  test(`IN-6: a person who is ${role} is offered what they may give, no more`, async ({ page, server }) => {
    const team = await Team.start(server);
    await team.join(MINA, role, page);
    await open(page, `${team.members}/new`);
    await expect(panel(page)).toBeVisible();
    await expect(panel(page).getByRole('radio')).toHaveCount(offered.length);
    for (const name of offered) await expect(panel(page).getByRole('radio', { name, exact: true })).toBeVisible();
    // By no other way either.
    const answer = await page.request.post('/api/members/invite', {
      form: { organization: team.slug, emails: PRIYA.email, role: 'owner' },
      headers: { Origin: server.url },
    });
    expect(answer.status()).toBe(role === 'owner' ? 200 : 403);
  });
}

test('IN-6, TR-8: whoever is demoted while the panel is open is refused with a reason', async ({ page, server, browserErrors }) => {
  browserErrors.allowStatus(403);
  const team = await Team.start(server);
  await team.join(MINA, 'admin', page);
  await open(page, `${team.members}/new`);
  await field(page, 'Email').fill(PRIYA.email);
  // The tab does not hear of it before it sends.
  await page.route('**/api/organizations/mine', (route) => route.abort('connectionrefused'));
  await page.route('**/api/members/list', (route) => route.abort('connectionrefused'));
  browserErrors.allowOffline();
  await team.giveRole(MINA.email, 'member');
  await button(panel(page), 'Send invitation').click();
  await expect(page.getByRole('alert')).toHaveText('You need Manage members for that. Jonas Lindqvist can grant it.');
  await expect(field(page, 'Email')).toHaveValue(PRIYA.email);
  expect(await server.mails(PRIYA.email)).toEqual([]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('TR-4: the panel fills the screen, and its buttons stay within reach', async ({ page, server }) => {
    const team = await Team.start(server);
    await enter(page, server, JONAS);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page, team.members);
    await link(page, 'New member').tap();
    const box = await panel(page).boundingBox();
    expect([box?.x, box?.width].map((side) => Math.round(side ?? -1))).toEqual([0, 390]);
    await expect(button(panel(page), 'Send invitation')).toBeInViewport();
    await field(page, 'Email').fill(MINA.email);
    await button(panel(page), 'Send invitation').tap();
    await expect(panel(page)).toBeHidden();
    await expect(row(page, MINA.email)).toContainText(/Being sent|Handed over|Sent a moment ago/);
  });
});
