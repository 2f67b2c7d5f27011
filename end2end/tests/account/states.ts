import { type Page, expect } from '@playwright/test';
import { type Caller, call, enter, join, moveTo, register, unseen } from '../../support/calls';
import { LONG_NAME, LONG_PERSON, type PageState, visit } from '../../support/page-state';
import { JONAS, MINA, button, field, heading } from '../../support/pages';
import type { Server } from '../../support/server';

const NEW_EMAIL = 'mina.okafor@lamps.example';
const NEW_PASSWORD = 'a boat under the pier';

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36';
const IPAD = 'Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1';

/** Mina owns two organizations, one of them with Jonas in it. */
async function withJonas(page: Page, server: Server): Promise<Caller> {
  const jonas = await unseen(server);
  await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
  await join(page, jonas, server, 'second-street', JONAS);
  return jonas;
}

/** Mina owns an organization, and is a member of one of Jonas'. */
async function asMember(page: Page, server: Server): Promise<void> {
  const jonas = await unseen(server);
  await register(page, server, MINA, ['Harbour & Finch']);
  await register(jonas, server, JONAS, ['Third Floor']);
  await join(jonas, page, server, 'third-floor', MINA);
}

/** Opens a dialog by its button. */
async function ask(page: Page, name: string): Promise<void> {
  await button(page, name).click();
  await expect(page.getByRole('dialog')).toBeVisible();
}

export const states: PageState[] = [
  {
    name: 'account',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await visit(page, '/account');
    },
  },
  {
    name: 'account-saved',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await visit(page, '/account');
      await field(page, 'Name').fill('Mina Okafor-Reed');
      await button(page, 'Save changes').click();
      await expect(page.getByText('Saved.')).toBeVisible();
    },
  },
  {
    name: 'account-refused',
    async go(page, server) {
      await register(page, server, MINA);
      await visit(page, '/account');
      await field(page, 'Name').fill('');
      await button(page, 'Save changes').click();
      await expect(page.getByText('Enter your name.')).toBeVisible();
    },
  },
  {
    name: 'account-navigation',
    closes: true,
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await visit(page, '/account');
      const menu = button(page, 'Menu');
      if (await menu.isVisible()) await menu.click();
      await expect(page.getByRole('navigation', { name: 'Your account' })).toBeVisible();
    },
  },
  {
    name: 'account-sign-in',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await visit(page, '/account/sign-in');
    },
  },
  {
    name: 'account-sign-in-pending',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await visit(page, '/account/sign-in');
      await field(page, 'Email').fill(NEW_EMAIL);
      await field(page, 'Password').fill(MINA.password);
      await button(page, 'Change email').click();
      await expect(page.getByText('We sent a link to')).toBeVisible();
    },
  },
  {
    name: 'account-sign-in-refused',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await visit(page, '/account/sign-in');
      await field(page, 'Current password').fill('not these words');
      await field(page, 'New password').fill(NEW_PASSWORD);
      await button(page, 'Change password').click();
      await expect(page.getByText('That isn’t your password.')).toBeVisible();
    },
    refused: [422],
  },
  {
    name: 'account-sign-in-changed',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await visit(page, '/account/sign-in');
      await field(page, 'Current password').fill(MINA.password);
      await field(page, 'New password').fill(NEW_PASSWORD);
      await button(page, 'Change password').click();
      await expect(page.getByText('Your new password is set.')).toBeVisible();
    },
  },
  {
    name: 'account-sessions',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await enter(await unseen(server, IPAD), server, MINA);
      await server.later({ hours: 70 });
      await enter(await unseen(server, WINDOWS), server, MINA);
      await server.later({ hours: 30 });
      await enter(await unseen(server, IPHONE), server, MINA);
      await server.later({ hours: 2 });
      // Relative times are told by the reader's clock, which moves along.
      await page.clock.setFixedTime(Date.now() + (70 + 30 + 2) * 3_600_000);
      await visit(page, '/account/sessions');
    },
  },
  {
    name: 'account-sessions-ended',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await enter(await unseen(server, WINDOWS), server, MINA);
      await visit(page, '/account/sessions');
      await button(page, 'End all others').click();
      await expect(page.getByText('Every other browser is signed out.')).toBeVisible();
    },
  },
  {
    name: 'account-appearance',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await visit(page, '/account/appearance');
    },
  },
  {
    name: 'account-organizations',
    async go(page, server) {
      await asMember(page, server);
      await call(page, server, 'organizations/create', { name: 'Second Street' });
      await call(page, server, 'organizations/delete', { organization: 'second-street', name: 'Second Street' });
      await visit(page, '/account/organizations');
    },
  },
  {
    name: 'account-organizations-none',
    async go(page, server) {
      await register(page, server, MINA);
      await visit(page, '/account/organizations');
    },
  },
  {
    name: 'account-leave',
    async go(page, server) {
      await asMember(page, server);
      await visit(page, '/account/organizations');
      await ask(page, 'Leave… Third Floor');
    },
  },
  {
    name: 'account-last-owner',
    async go(page, server) {
      await withJonas(page, server);
      await visit(page, '/account/organizations');
      await ask(page, 'Leave… Second Street');
    },
  },
  {
    name: 'account-last-owner-refused',
    async go(page, server) {
      await withJonas(page, server);
      await visit(page, '/account/organizations');
      await ask(page, 'Leave… Second Street');
      await button(page, 'Transfer ownership').click();
      await expect(page.getByText('Choose who will own it.')).toBeVisible();
      await button(page, 'Delete organization').click();
      await expect(page.getByText('Type the organization’s name as it stands above.')).toBeVisible();
    },
    refused: [422],
  },
  {
    name: 'account-last-owner-alone',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await visit(page, '/account/organizations');
      await ask(page, 'Leave… Harbour & Finch');
    },
  },
  {
    name: 'account-delete-organization',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await visit(page, '/o/harbour-finch/settings/general');
      await ask(page, 'Delete… Harbour & Finch');
    },
  },
  {
    name: 'account-leave-page',
    async go(page, server) {
      await asMember(page, server);
      await visit(page, '/account/organizations/third-floor/leave');
    },
  },
  {
    name: 'account-last-owner-page',
    async go(page, server) {
      await withJonas(page, server);
      await visit(page, '/account/organizations/second-street/leave');
    },
  },
  {
    name: 'account-delete',
    async go(page, server) {
      await register(page, server, MINA);
      await visit(page, '/account/delete');
    },
  },
  {
    name: 'account-delete-undecided',
    async go(page, server) {
      await withJonas(page, server);
      await visit(page, '/account/delete');
    },
  },
  {
    name: 'account-transfer',
    async go(page, server) {
      await withJonas(page, server);
      await visit(page, '/account/delete');
      await ask(page, 'Transfer… Second Street');
    },
  },
  {
    name: 'account-delete-refused',
    async go(page, server) {
      await register(page, server, MINA);
      await visit(page, '/account/delete');
      await field(page, 'Password').fill('not these words');
      await button(page, 'Delete account').click();
      await expect(page.getByText('That isn’t your password.')).toBeVisible();
    },
    refused: [422],
  },
  {
    name: 'account-deleted',
    async go(page, server) {
      await register(page, server, MINA);
      await visit(page, '/account/delete');
      await field(page, 'Password').fill(MINA.password);
      await button(page, 'Delete account').click();
      await expect(page.getByText('Your account is deleted, and you’re signed out.')).toBeVisible();
    },
  },
  {
    name: 'address-link-confirm',
    async go(page, server) {
      await register(page, server, MINA);
      await visit(page, (await moveTo(page, server, MINA, NEW_EMAIL)).confirm);
    },
  },
  {
    name: 'address-link-confirmed',
    async go(page, server) {
      await register(page, server, MINA);
      await visit(page, (await moveTo(page, server, MINA, NEW_EMAIL)).confirm);
      await button(page, 'Confirm').click();
      await expect(heading(page, `${NEW_EMAIL} is your address now`)).toBeVisible();
    },
  },
  {
    name: 'address-link-undo',
    async go(page, server) {
      await register(page, server, MINA);
      await visit(page, (await moveTo(page, server, MINA, NEW_EMAIL)).undo);
    },
  },
  {
    name: 'address-link-undone',
    async go(page, server) {
      await register(page, server, MINA);
      await visit(page, (await moveTo(page, server, MINA, NEW_EMAIL)).undo);
      await button(page, 'Keep this address').click();
      await expect(heading(page, `${MINA.email} stays your address`)).toBeVisible();
    },
  },
  {
    name: 'address-link-expired',
    async go(page, server) {
      await register(page, server, MINA);
      const { confirm } = await moveTo(page, server, MINA, NEW_EMAIL);
      await server.later({ hours: 48 });
      await visit(page, confirm);
      await expect(heading(page, 'This link has expired')).toBeVisible();
    },
    refused: [410],
  },
  { name: 'address-link-unknown', go: (page) => visit(page, '/email/unknown'), refused: [404] },
];

/** With names as long as they may be. */
export const longStates: PageState[] = [
  {
    name: 'account-long',
    async go(page, server) {
      await register(page, server, LONG_PERSON, [LONG_NAME]);
      await visit(page, '/account');
    },
  },
  {
    name: 'account-sign-in-long',
    async go(page, server) {
      await register(page, server, LONG_PERSON, [LONG_NAME]);
      await moveTo(page, server, LONG_PERSON, `v${LONG_PERSON.email.slice(1)}`);
      await visit(page, '/account/sign-in');
    },
  },
  {
    name: 'account-organizations-long',
    async go(page, server) {
      const other = `${LONG_NAME.slice(1)}V`;
      const slugs = await register(page, server, LONG_PERSON, [LONG_NAME, other]);
      await call(page, server, 'organizations/delete', { organization: slugs[1] ?? '', name: other });
      await visit(page, '/account/organizations');
    },
  },
  {
    name: 'account-last-owner-long',
    async go(page, server) {
      const [slug = ''] = await register(page, server, LONG_PERSON, [LONG_NAME]);
      const heir = { ...LONG_PERSON, email: `v${LONG_PERSON.email.slice(1)}` };
      await join(page, await unseen(server), server, slug, heir);
      await visit(page, '/account/organizations');
      await ask(page, `Leave… ${LONG_NAME}`);
    },
  },
  {
    name: 'account-last-owner-page-long',
    async go(page, server) {
      const [slug = ''] = await register(page, server, LONG_PERSON, [LONG_NAME]);
      const heir = { ...LONG_PERSON, email: `v${LONG_PERSON.email.slice(1)}` };
      await join(page, await unseen(server), server, slug, heir);
      await visit(page, `/account/organizations/${slug}/leave`);
    },
  },
  {
    name: 'account-delete-long',
    async go(page, server) {
      const [slug = ''] = await register(page, server, LONG_PERSON, [LONG_NAME]);
      const heir = { ...LONG_PERSON, email: `v${LONG_PERSON.email.slice(1)}` };
      await join(page, await unseen(server), server, slug, heir);
      await visit(page, '/account/delete');
    },
  },
  {
    name: 'address-link-long',
    async go(page, server) {
      await register(page, server, LONG_PERSON);
      await visit(page, (await moveTo(page, server, LONG_PERSON, `v${LONG_PERSON.email.slice(1)}`)).confirm);
    },
  },
  {
    name: 'address-link-confirmed-long',
    async go(page, server) {
      await register(page, server, LONG_PERSON);
      await visit(page, (await moveTo(page, server, LONG_PERSON, `v${LONG_PERSON.email.slice(1)}`)).confirm);
      await button(page, 'Confirm').click();
      await expect(heading(page)).toContainText('is your address now');
    },
  },
];
