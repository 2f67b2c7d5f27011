import { expect } from '@playwright/test';
import { call, claim, enter, forget, register, tokenOf } from '../../support/calls';
import { LONG_PERSON, type PageState, visit } from '../../support/page-state';
import { JONAS, MINA, button, field, heading } from '../../support/pages';
import { Team } from '../../support/team';

const NEW_PASSWORD = 'a boat under the pier';

export const states: PageState[] = [
  { name: 'sign-up', go: (page) => visit(page, '/sign-up') },
  {
    name: 'sign-up-refused',
    async go(page) {
      await visit(page, '/sign-up');
      await page.getByLabel('Email', { exact: true }).fill('mina');
      await page.getByLabel('Password', { exact: true }).fill('a few plain words');
      await page.getByRole('button', { name: 'Sign up', exact: true }).click();
      await expect(page.getByText('Enter your name.')).toBeVisible();
    },
  },
  {
    name: 'waiting',
    async go(page, server) {
      await claim(page, server, MINA);
      await visit(page, '/verify');
      await expect(page.getByText('Handed to the mail server').first()).toBeVisible();
    },
  },
  {
    name: 'waiting-other-address',
    async go(page, server) {
      await claim(page, server, MINA);
      await visit(page, '/verify?change=1');
    },
  },
  { name: 'waiting-nothing', go: (page) => visit(page, '/verify') },
  {
    name: 'waiting-unreachable',
    async go(page, server) {
      await claim(page, server, MINA);
      await page.route('**/api/accounts/attempt-status', (route) => route.fulfill({ status: 503, json: { error: 'unavailable' } }));
      await visit(page, '/verify');
      await expect(page.getByText('Can’t reach the server.')).toBeVisible();
    },
    refused: [503],
  },
  {
    name: 'confirm',
    async go(page, server) {
      const link = await claim(page, server, MINA);
      await page.context().clearCookies();
      await visit(page, link);
      await expect(heading(page, 'Is this you?')).toBeVisible();
    },
  },
  {
    name: 'confirmed-elsewhere',
    async go(page, server) {
      const link = await claim(page, server, MINA);
      await page.context().clearCookies();
      await visit(page, link);
      await page.getByRole('button', { name: 'Confirm', exact: true }).click();
      await expect(heading(page, 'Confirmed')).toBeVisible();
    },
  },
  {
    name: 'link-expired',
    async go(page, server) {
      const link = await claim(page, server, MINA);
      await server.later({ hours: 48 });
      await visit(page, link);
    },
    refused: [410],
  },
  { name: 'link-unknown', go: (page) => visit(page, '/verify/unknown'), refused: [404] },
  { name: 'sign-in', go: (page) => visit(page, '/sign-in') },
  {
    name: 'sign-in-refused',
    async go(page) {
      await visit(page, '/sign-in');
      await page.getByLabel('Email', { exact: true }).fill(MINA.email);
      await page.getByLabel('Password', { exact: true }).fill('not these words');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(page.getByRole('alert')).toBeVisible();
    },
    refused: [401],
  },
  {
    name: 'sign-in-ended',
    async go(page, server) {
      const team = await Team.start(server);
      await enter(page, server, JONAS);
      await visit(page, `${team.members}/new`);
      await page.getByLabel('Email', { exact: true }).fill(MINA.email);
      await call(team.owner, server, 'account/end-other-sessions', {});
      await expect(page.getByText('You were signed out while you were writing.')).toBeVisible();
    },
    refused: [401],
  },
  {
    name: 'signed-in',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await visit(page, '/sign-in');
    },
  },
  {
    name: 'sign-up-did-you-mean',
    async go(page) {
      await visit(page, '/sign-up');
      await page.getByLabel('Email', { exact: true }).fill('mina@gmial.com');
      await page.getByLabel('Password', { exact: true }).focus();
      await expect(page.getByText('Did you mean')).toBeVisible();
    },
  },
  {
    name: 'waiting-did-you-mean',
    async go(page, server) {
      await claim(page, server, { ...MINA, email: 'mina@gmial.com' });
      await visit(page, '/verify');
    },
  },
  { name: 'forgot-password', go: (page) => visit(page, '/forgot-password') },
  {
    name: 'forgot-password-refused',
    async go(page) {
      await visit(page, '/forgot-password');
      await field(page, 'Email').fill('mina');
      await button(page, 'Send reset link').click();
      await expect(field(page, 'Email')).toHaveAttribute('aria-invalid', 'true');
    },
  },
  {
    name: 'forgot-password-sent',
    async go(page) {
      await visit(page, '/forgot-password');
      await field(page, 'Email').fill(MINA.email);
      await button(page, 'Send reset link').click();
      await expect(page.getByText('If this address has an account, a link is on its way.')).toBeVisible();
    },
  },
  {
    name: 'reset-password',
    async go(page, server) {
      await register(page, server, MINA);
      await visit(page, await forget(page, server, MINA.email));
      await field(page, 'Password').pressSequentially('a boat');
    },
  },
  {
    name: 'reset-password-refused',
    async go(page, server) {
      await register(page, server, MINA);
      await visit(page, await forget(page, server, MINA.email));
      await field(page, 'Password').fill('password123');
      await button(page, 'Set new password').click();
      await expect(field(page, 'Password')).toHaveAttribute('aria-invalid', 'true');
    },
    refused: [422],
  },
  {
    name: 'reset-password-done',
    async go(page, server) {
      await register(page, server, MINA);
      await visit(page, await forget(page, server, MINA.email));
      await field(page, 'Password').fill(NEW_PASSWORD);
      await button(page, 'Set new password').click();
      await expect(page.getByText('Your new password is set.')).toBeVisible();
    },
  },
  {
    name: 'reset-link-expired',
    async go(page, server) {
      await register(page, server, MINA);
      const link = await forget(page, server, MINA.email);
      await server.later({ hours: 1 });
      await visit(page, link);
      await expect(heading(page, 'This link has expired')).toBeVisible();
    },
    refused: [410],
  },
  {
    name: 'reset-link-used',
    async go(page, server) {
      await register(page, server, MINA);
      const link = await forget(page, server, MINA.email);
      await call(page, server, 'accounts/reset-password', { token: tokenOf(link), password: NEW_PASSWORD });
      await visit(page, link);
      await expect(heading(page, 'This link was used already')).toBeVisible();
    },
    refused: [410],
  },
  {
    name: 'reset-link-superseded',
    async go(page, server) {
      await register(page, server, MINA);
      const link = await forget(page, server, MINA.email);
      await forget(page, server, MINA.email);
      await visit(page, link);
      await expect(heading(page, 'This link doesn’t work any more')).toBeVisible();
    },
    refused: [410],
  },
  { name: 'reset-link-unknown', go: (page) => visit(page, '/reset-password/unknown'), refused: [404] },
];

/** With names as long as they may be. */
export const longStates: PageState[] = [
  {
    name: 'waiting-long',
    async go(page, server) {
      await claim(page, server, LONG_PERSON);
      await visit(page, '/verify');
    },
  },
  {
    name: 'confirm-long',
    async go(page, server) {
      const link = await claim(page, server, LONG_PERSON);
      await page.context().clearCookies();
      await visit(page, link);
    },
  },
  {
    name: 'reset-password-long',
    async go(page, server) {
      await register(page, server, LONG_PERSON);
      await visit(page, await forget(page, server, LONG_PERSON.email));
    },
  },
];
