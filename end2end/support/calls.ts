import { type Page, expect, request } from '@playwright/test';
import type { Person } from './pages';
import { type Server, linkIn } from './server';

/** Whose cookies a call is made with: a page's, or those of a browser that nobody sees. */
export type Caller = Pick<Page, 'request'>;

/** A browser of which only the calls matter. */
export async function unseen(server: Server, userAgent?: string): Promise<Caller> {
  return { request: await request.newContext({ baseURL: server.url, ...(userAgent === undefined ? {} : { userAgent }) }) };
}

/** A call as scripts make it (CT-2). */
export async function call(caller: Caller, server: Server, path: string, form: Record<string, string>): Promise<unknown> {
  const answer = await caller.request.post(`/api/${path}`, { form, headers: { Origin: server.url } });
  expect(answer.status(), `${path}: ${await answer.text()}`).toBe(200);
  return answer.json();
}

/** Makes an account with a proven address, a session of the caller, and these organizations of its own. Gives their slugs. */
export async function register(caller: Caller, server: Server, person: Person, organizations: string[] = []): Promise<string[]> {
  const token = tokenOf(await claim(caller, server, person));
  await call(caller, server, 'accounts/confirm', { token });
  await call(caller, server, 'accounts/resume', {});
  const slugs: string[] = [];
  for (const name of organizations) {
    const { next } = (await call(caller, server, 'organizations/create', { name })) as { next: string };
    slugs.push(next.replace('/o/', ''));
  }
  return slugs;
}

/** A claim: signed up, with an address that nobody has proven. Gives the link of its mail. */
export async function claim(caller: Caller, server: Server, person: Person): Promise<string> {
  await call(caller, server, 'accounts/sign-up', { ...person });
  return linkIn(await server.mailTo(person.email));
}

/** Signs the caller in. */
export async function enter(caller: Caller, server: Server, { email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
  await call(caller, server, 'accounts/sign-in', { email, password });
}

/** Invites somebody, and gives the link of the mail. */
export async function invite(owner: Caller, server: Server, slug: string, email: string, role = 'member'): Promise<string> {
  return server.linkTo(email, / invited you to /, () => call(owner, server, 'members/invite', { organization: slug, emails: email, role }));
}

/** Makes somebody a member: the owner invites, the other accepts, with a new account if there is none. */
export async function join(owner: Caller, other: Caller, server: Server, slug: string, person: Person, role = 'member'): Promise<void> {
  const { name, email, password } = person;
  const token = tokenOf(await invite(owner, server, slug, email, role));
  await call(other, server, 'invitations/accept', { token, name, password });
}

/** Asks for a new password, and gives the link of the mail. */
export async function forget(caller: Caller, server: Server, email: string): Promise<string> {
  return server.linkTo(email, 'Set a new password for Parlor', () => call(caller, server, 'accounts/forgot-password', { email }));
}

/** Asks to move the person's account to another address; gives the link that confirms it, and the one that undoes it. */
export async function moveTo(caller: Caller, server: Server, person: Person, email: string): Promise<{ confirm: string; undo: string }> {
  let confirm = '';
  const undo = await server.linkTo(person.email, 'Your Parlor address is being changed', async () => {
    confirm = await server.linkTo(email, 'Confirm your new address for Parlor', () =>
      call(caller, server, 'account/change-email', { email, password: person.password }),
    );
  });
  return { confirm, undo };
}

/** The token of a mailed link. */
export function tokenOf(link: string): string {
  return link.split('/').pop() ?? '';
}
