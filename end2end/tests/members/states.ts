import { expect } from '@playwright/test';
import { call, enter } from '../../support/calls';
import { LONG_NAME, LONG_PERSON, type PageState, visit } from '../../support/page-state';
import { JONAS, MINA, PRIYA, button, field, heading, link, membersFromHome } from '../../support/pages';
import { Team } from '../../support/team';
import { LONG_OTHER, crowded, openMenu, tick } from './crowded';

export const states: PageState[] = [
  {
    name: 'member-details',
    async go(page, server) {
      const team = await crowded(page, server);
      await call(team.owner, server, 'projects/create', { organization: team.slug, name: 'Spare parts' });
      const aiko = await team.id('aiko.tanaka@harbourfinch.example');
      await team.call('change-grants', { member: aiko, grants: 'create-projects,read-audit-log' });
      await visit(page, `${team.members}/${aiko}`);
      await link(page, 'Add to project Website').click();
      await expect(button(page, 'Add')).toBeVisible();
    },
  },
  {
    name: 'edit-member',
    async go(page, server) {
      const team = await crowded(page, server);
      await visit(page, `${team.members}/${await team.id('aiko.tanaka@harbourfinch.example')}/edit`);
      await page.getByRole('radio', { name: 'User admin' }).check();
      await expect(page.getByText('What changes for Aiko')).toBeVisible();
    },
  },
  {
    name: 'edit-invitation',
    async go(page, server) {
      const team = await crowded(page, server);
      await visit(page, `${team.members}/invitations/${await team.id('emil.nowak@harbourfinch.example')}`);
      await expect(page.getByRole('dialog', { name: 'Edit invitation' })).toBeVisible();
    },
  },
  {
    name: 'member-gone',
    async go(page, server) {
      const team = await Team.start(server);
      await enter(page, server, JONAS);
      await visit(page, `${team.members}/nobody`);
      await expect(heading(page, 'Nobody here')).toBeVisible();
    },
    refused: [404],
  },
  {
    name: 'who-can-do-what',
    async go(page, server) {
      const team = await crowded(page, server);
      await visit(page, `${team.members}/who-can-do-what`);
      await page.getByRole('row').filter({ hasText: 'Read audit log' }).getByText('people').click();
    },
  },
  {
    name: 'new-member-restored',
    async go(page, server) {
      const team = await Team.start(server);
      await enter(page, server, JONAS);
      await visit(page, `${team.members}/new`);
      await page.getByLabel('Email', { exact: true }).fill(MINA.email);
      await visit(page, `${team.members}/new`);
      await expect(page.getByText('What you typed here is back.')).toBeVisible();
    },
  },
  {
    name: 'members',
    async go(page, server) {
      await visit(page, (await crowded(page, server)).members);
    },
  },
  {
    name: 'members-selected',
    async go(page, server) {
      await visit(page, (await crowded(page, server)).members);
      await tick(page, 'Aiko Tanaka', 'Tomás Vega');
    },
  },
  {
    name: 'members-menu',
    closes: true,
    async go(page, server) {
      await visit(page, (await crowded(page, server)).members);
      await openMenu(page, 'Aiko Tanaka');
    },
  },
  {
    name: 'members-invitation-menu',
    closes: true,
    async go(page, server) {
      await visit(page, (await crowded(page, server)).invited);
      await openMenu(page, 'sana.qureshi@harbourfinch.example');
    },
  },
  {
    name: 'members-resent',
    closes: true,
    async go(page, server) {
      await visit(page, (await crowded(page, server)).invited);
      await openMenu(page, 'leo@harbourfinch.example');
      await button(page, 'Resend').click();
      await expect(page.getByText('Sent a moment ago')).toBeVisible();
    },
  },
  {
    name: 'members-link',
    closes: true,
    async go(page, server) {
      await visit(page, (await crowded(page, server)).invited);
      await openMenu(page, 'sana.qureshi@harbourfinch.example');
      await button(page, 'Copy link').click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'members-invited',
    async go(page, server) {
      await visit(page, (await crowded(page, server)).invited);
    },
  },
  {
    name: 'members-filtered',
    async go(page, server) {
      await visit(page, `${(await crowded(page, server)).members}?find=harbour&role=member&state=no-project&sort=-name`);
    },
  },
  {
    name: 'members-answered',
    async go(page, server) {
      await visit(page, (await crowded(page, server)).members);
      await openMenu(page, 'Aiko Tanaka');
      await page.getByRole('group', { name: 'Actions for Aiko Tanaka' }).getByRole('button', { name: 'User admin', exact: true }).click();
      await expect(page.getByText('Role changed to User admin, was Member')).toBeVisible();
    },
  },
  {
    name: 'members-revoked',
    async go(page, server) {
      const team = await crowded(page, server);
      await team.remove('aiko.tanaka@harbourfinch.example');
      await visit(page, team.members);
      await expect(page.getByRole('list', { name: 'Recently revoked' })).toBeVisible();
    },
  },
  {
    name: 'members-alone',
    async go(page, server) {
      const team = await Team.start(server);
      await enter(page, server, JONAS);
      await visit(page, team.members);
    },
  },
  {
    name: 'members-nobody',
    async go(page, server) {
      const team = await Team.start(server);
      await enter(page, server, JONAS);
      await visit(page, `${team.members}?find=nobody`);
    },
  },
  {
    name: 'members-pages',
    async go(page, server) {
      const team = await Team.start(server);
      await team.joinMany(51);
      await enter(page, server, JONAS);
      await visit(page, team.members);
      await page.getByRole('link', { name: 'Next' }).click();
      await expect(page.getByText('51 to 52 of 52')).toBeVisible();
    },
  },
  {
    name: 'members-read',
    async go(page, server) {
      const team = await Team.start(server);
      await team.join(MINA, 'billing-admin', page);
      await visit(page, team.members);
    },
  },
  {
    name: 'members-refused',
    async go(page, server) {
      const team = await Team.start(server);
      await team.join(MINA, 'member', page);
      await visit(page, team.members);
    },
    refused: [403],
  },
  {
    name: 'members-failed',
    async go(page, server) {
      const team = await Team.start(server);
      await enter(page, server, JONAS);
      await visit(page, team.path);
      await page.route('**/api/members/list', (route) => route.fulfill({ status: 503, json: { error: 'unavailable' } }));
      await membersFromHome(page).click();
      await expect(page.getByText('The server can’t use its database right now.')).toBeVisible();
    },
    refused: [503],
  },
  {
    name: 'new-member',
    async go(page, server) {
      await visit(page, `${(await crowded(page, server)).members}/new`);
      await field(page, 'Email').fill('sana@harbourfinch.example');
    },
  },
  {
    name: 'new-member-refused',
    async go(page, server) {
      await visit(page, `${(await crowded(page, server)).members}/new`);
      await field(page, 'Email').fill('sana');
      await button(page, 'Send invitation').click();
      await expect(page.getByText('There’s no email address in that. Addresses look like mina@example.com.')).toBeVisible();
    },
  },
  {
    name: 'new-members',
    async go(page, server) {
      await visit(page, `${(await crowded(page, server)).members}/new?many=1`);
      await field(page, 'Email').fill('sana@harbourfinch.example\nzoe@harbourfinch.example');
    },
  },
  {
    name: 'new-members-told',
    async go(page, server) {
      await visit(page, `${(await crowded(page, server)).members}/new?many=1`);
      await field(page, 'Email').fill(
        `zoe@harbourfinch.example\n${PRIYA.email}\nemil.nowak@harbourfinch.example\ndaniel.costa@harbourfinch.example\nzoe at harbourfinch`,
      );
      await button(page, 'Send invitation').click();
      await expect(page.getByRole('heading', { name: 'What became of them' })).toBeVisible();
    },
  },
];

/** With names as long as they may be. */
export const longStates: PageState[] = [
  {
    name: 'members-long',
    async go(page, server) {
      const team = await Team.start(server, LONG_NAME, LONG_PERSON);
      await team.join(LONG_OTHER, 'billing-admin');
      await team.invite(`u${LONG_PERSON.email.slice(1)}`, 'billing-admin');
      await enter(page, server, LONG_PERSON);
      await visit(page, team.invited);
      await tick(page, LONG_OTHER.email.replace(/^v/, 'u'));
    },
  },
  {
    name: 'new-members-told-long',
    async go(page, server) {
      const team = await Team.start(server, LONG_NAME, LONG_PERSON);
      await enter(page, server, LONG_PERSON);
      await visit(page, `${team.members}/new?many=1`);
      await field(page, 'Email').fill(`${LONG_OTHER.email}\n${LONG_PERSON.email}\n${'w'.repeat(300)}`);
      await button(page, 'Send invitation').click();
      await expect(page.getByRole('heading', { name: 'What became of them' })).toBeVisible();
    },
  },
  {
    name: 'members-link-long',
    closes: true,
    async go(page, server) {
      const team = await Team.start(server, LONG_NAME, LONG_PERSON);
      await team.invite(LONG_OTHER.email, 'billing-admin');
      await enter(page, server, LONG_PERSON);
      await visit(page, team.invited);
      await openMenu(page, LONG_OTHER.email);
      await button(page, 'Copy link').click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'members-refused-long',
    async go(page, server) {
      const team = await Team.start(server, LONG_NAME, LONG_PERSON);
      await team.join(LONG_OTHER, 'member', page);
      await visit(page, team.members);
    },
    refused: [403],
  },
];
