import { expect } from '@playwright/test';
import { accountPlaces, longAccountPlaces } from './everywhere_account';
import { longProjectPlaces, projectPlaces } from './everywhere_projects';
import { longTeamPlaces, teamPlaces } from './everywhere_team';
import { call, enter } from './calls';
import { Team } from './team';
import { JONAS, MINA, claim, heading, openSwitcher, register } from './pages';
import { LONG_NAME, LONG_PERSON, type Place, visit } from './place';

/** Every page and state. */
export const places: Place[] = [
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
  {
    name: 'setup',
    async go(page, server) {
      await register(page, server, MINA);
      await visit(page, '/setup');
    },
  },
  {
    name: 'setup-another',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch']);
      await visit(page, '/setup');
      await page.getByText('Choose another address').click();
    },
  },
  {
    name: 'choose',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch', 'Second Street', 'Third Floor']);
      await visit(page, '/choose');
    },
  },
  {
    name: 'home',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
      await visit(page, '/o/harbour-finch');
    },
  },
  {
    name: 'home-failed',
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
      await visit(page, '/o/harbour-finch');
      await page.route('**/api/organizations/home', (route) => route.fulfill({ status: 503, json: { error: 'unavailable' } }));
      await page.keyboard.press('Control+k');
      await page.keyboard.type('second');
      await page.keyboard.press('Enter');
      await expect(page.getByText('The server can’t use its database right now.')).toBeVisible();
    },
    refused: [503],
  },
  {
    name: 'switcher',
    closes: true,
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch', 'Second Street', 'Third Floor']);
      await visit(page, '/o/harbour-finch');
      await openSwitcher(page);
    },
  },
  {
    name: 'switcher-none-found',
    closes: true,
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
      await visit(page, '/o/harbour-finch');
      await openSwitcher(page);
      await page.keyboard.type('nothing of the kind');
      await expect(page.getByText('None of yours is called that.')).toBeVisible();
    },
  },
  {
    name: 'account-menu',
    closes: true,
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
      await visit(page, '/o/harbour-finch');
      const menu = page.getByRole('button', { name: 'Menu', exact: true });
      if (await menu.isVisible()) await menu.click();
      await page.getByRole('button', { name: 'Account menu' }).click();
      await expect(page.getByRole('group', { name: 'Account menu' })).toBeVisible();
    },
  },
  { name: 'not-found', go: (page) => visit(page, '/nowhere'), refused: [404] },
  { name: 'dev-ui', go: (page) => visit(page, '/dev/ui') },
  {
    name: 'dev-mailbox',
    async go(page, server) {
      await claim(page, server, MINA);
      await claim(page, server, JONAS);
      await visit(page, '/dev/mailbox');
    },
  },
  { name: 'dev-mailbox-empty', go: (page) => visit(page, '/dev/mailbox') },
  {
    name: 'dev-mailbox-mail',
    async go(page, server) {
      await claim(page, server, MINA);
      await visit(page, '/dev/mailbox');
      await page.getByRole('main').getByRole('link').first().click();
      await expect(page.getByText(`To ${MINA.email}`)).toBeVisible();
    },
  },
  ...accountPlaces,
  ...teamPlaces,
  ...projectPlaces,
];

/** The same places with everything as long as it may be. */
export const longPlaces: Place[] = [
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
    name: 'setup-long',
    async go(page, server) {
      await register(page, server, LONG_PERSON);
      await visit(page, '/setup');
      await page.getByLabel('Organization name', { exact: true }).fill(LONG_NAME);
    },
  },
  {
    name: 'choose-long',
    async go(page, server) {
      await register(page, server, LONG_PERSON, [LONG_NAME, `${LONG_NAME.slice(1)}V`]);
      await visit(page, '/choose');
    },
  },
  {
    name: 'home-long',
    async go(page, server) {
      const [slug] = await register(page, server, LONG_PERSON, [LONG_NAME, `${LONG_NAME.slice(1)}V`]);
      await visit(page, `/o/${slug}`);
    },
  },
  {
    name: 'switcher-long',
    closes: true,
    async go(page, server) {
      const [slug] = await register(page, server, LONG_PERSON, [LONG_NAME, `${LONG_NAME.slice(1)}V`]);
      await visit(page, `/o/${slug}`);
      await openSwitcher(page);
    },
  },
  ...longAccountPlaces,
  ...longTeamPlaces,
  ...longProjectPlaces,
];
