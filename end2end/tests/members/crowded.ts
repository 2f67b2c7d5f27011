import { type Page, expect } from '@playwright/test';
import { call, enter, tokenOf, unseen } from '../../support/calls';
import { LONG_PERSON } from '../../support/page-state';
import { JONAS, MINA, PRIYA, button } from '../../support/pages';
import type { Server } from '../../support/server';
import { Team } from '../../support/team';

const DAYS = 24;

/** Another person whose name and address are as long as they may be. */
export const LONG_OTHER = { ...LONG_PERSON, email: `v${LONG_PERSON.email.slice(1)}` };

/** Jonas' organization, with everything that a list can hold, and the page signed in as Jonas. */
export async function crowded(page: Page, server: Server): Promise<Team> {
  const team = await Team.start(server);
  await team.invite('emil.nowak@harbourfinch.example');
  const declined = await team.invite('ines@harbourfinch.example', 'billing-admin');
  await call(await unseen(server), server, 'invitations/decline', { token: tokenOf(declined) });
  const expired = await team.invite('leo@harbourfinch.example', 'user-admin');
  await server.later({ hours: 3 * DAYS });
  await team.invite('sana.qureshi@harbourfinch.example', 'user-admin');
  const priya = await team.join(PRIYA, 'admin');
  await call(priya, server, 'organizations/home', { organization: team.slug });
  await team.join({ ...MINA, name: 'Tomás Vega', email: 'tomas@harbourfinch.example' }, 'user-admin');
  await team.join({ ...MINA, name: 'Ruth Abebe', email: 'ruth@abebe-bookkeeping.example' }, 'billing-admin');
  await team.join({ ...MINA, name: 'Aiko Tanaka', email: 'aiko.tanaka@harbourfinch.example' });
  await server.later({ hours: 3 * DAYS + 23 });
  await enter(team.owner, server, JONAS);
  await server.later({ hours: 1 });
  await call(await unseen(server), server, 'invitations/ask', { token: tokenOf(expired) });
  await team.draft('daniel.costa@harbourfinch.example');
  await enter(page, server, JONAS);
  return team;
}

export async function openMenu(page: Page, name: string): Promise<void> {
  await button(page, `Actions for ${name}`).click();
  await expect(page.getByRole('group', { name: `Actions for ${name}` })).toBeVisible();
}

export async function tick(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) await page.getByRole('checkbox', { name, exact: true }).check();
  await expect(page.getByRole('region', { name: 'Selection' })).toBeVisible();
}
