import { type Page, expect } from '@playwright/test';
import { call, register } from '../../support/calls';
import { LONG_NAME, LONG_PERSON, type PageState, visit } from '../../support/page-state';
import { MINA, PRIYA, heading, openSwitcher } from '../../support/pages';
import type { Server } from '../../support/server';
import { Team } from '../../support/team';

const DAYS = 24;

const LONG_OTHER = { ...LONG_PERSON, email: `v${LONG_PERSON.email.slice(1)}` };

/** Mina belongs to two organizations, and two more expect her, one of them not much longer. */
async function expectedTwice(page: Page, server: Server, mine: string[]): Promise<void> {
  await register(page, server, MINA, mine);
  const bikes = await Team.start(server, 'Northlight Bikes', PRIYA);
  await bikes.invite(MINA.email);
  await server.later({ hours: 5 * DAYS });
  const quill = await Team.start(server);
  await quill.invite(MINA.email, 'user-admin');
}

export const states: PageState[] = [
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
    name: 'home-lively',
    async go(page, server) {
      const team = await Team.start(server);
      await team.join(MINA, 'admin', page);
      await team.joinMany(7);
      await team.invite('lena.vogt@quill.example');
      await team.invite('thabo.molefe@quill.example', 'user-admin');
      await call(page, server, 'organizations/hide-first-steps', { organization: team.slug, hidden: 'true' });
      await visit(page, team.path);
      await expect(heading(page, 'Quill & Co.')).toBeVisible();
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
    name: 'setup-expected',
    async go(page, server) {
      await expectedTwice(page, server, []);
      await visit(page, '/setup');
    },
  },
  {
    name: 'choose-expected',
    async go(page, server) {
      await expectedTwice(page, server, ['Harbour & Finch', 'Second Street']);
      await visit(page, '/choose');
    },
  },
  {
    name: 'switcher-expected',
    closes: true,
    async go(page, server) {
      await expectedTwice(page, server, ['Harbour & Finch', 'Second Street']);
      await visit(page, '/o/harbour-finch');
      await openSwitcher(page);
    },
  },
  {
    name: 'lost',
    async go(page, server) {
      const team = await Team.start(server);
      await team.join(MINA, 'member', page);
      await visit(page, team.path);
      await team.remove(MINA.email);
      await expect(heading(page, 'You’re not in Quill & Co. any more')).toBeVisible();
      await expect(page.getByText('Jonas Lindqvist removed you')).toBeVisible();
    },
  },
  {
    name: 'role-changed',
    async go(page, server) {
      const team = await Team.start(server);
      await team.join(MINA, 'admin', page);
      await visit(page, team.path);
      await team.giveRole(MINA.email, 'member');
      await expect(page.getByText('Your role in Quill & Co. is now member.')).toBeVisible();
    },
  },
];

/** With names as long as they may be. */
export const longStates: PageState[] = [
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
  {
    name: 'switcher-expected-long',
    closes: true,
    async go(page, server) {
      const [slug] = await register(page, server, LONG_OTHER, [`${LONG_NAME.slice(1)}V`]);
      const team = await Team.start(server, LONG_NAME, LONG_PERSON);
      await team.invite(LONG_OTHER.email, 'billing-admin');
      await visit(page, `/o/${slug}`);
      await openSwitcher(page);
    },
  },
  {
    name: 'lost-long',
    async go(page, server) {
      const team = await Team.start(server, LONG_NAME, LONG_PERSON);
      await team.join(LONG_OTHER, 'member', page);
      await visit(page, team.path);
      await team.remove(LONG_OTHER.email);
      await expect(page.getByText('removed you from')).toBeVisible();
    },
  },
  ...['/setup', '/choose'].map((path) => ({
    name: `${path.slice(1)}-expected-long`,
    async go(page: Page, server: Server) {
      await register(page, server, LONG_OTHER, path === '/setup' ? [] : [`${LONG_NAME.slice(1)}V`]);
      const team = await Team.start(server, LONG_NAME, LONG_PERSON);
      await team.invite(LONG_OTHER.email, 'billing-admin');
      await visit(page, path);
    },
  })),
];
