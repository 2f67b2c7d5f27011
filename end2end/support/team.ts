import { type Caller, call, invite, join, register, tokenOf, unseen } from './calls';
import { JONAS, type Person } from './pages';
import { type Server, linkIn } from './server';

interface Row {
  id: string;
  email: string;
  role: string;
  state?: string;
}

/** An organization, and its owner in a browser that nobody sees. */
export class Team {
  private constructor(
    readonly server: Server,
    readonly owner: Caller,
    readonly name: string,
    readonly slug: string,
  ) {}

  /** Jonas owns it, if nobody else is named. */
  static async start(server: Server, name = 'Quill & Co.', person = JONAS): Promise<Team> {
    const owner = await unseen(server);
    const [slug = ''] = await register(owner, server, person, [name]);
    return new Team(server, owner, name, slug);
  }

  get path(): string {
    return `/o/${this.slug}`;
  }

  get members(): string {
    return `${this.path}/members`;
  }

  get invited(): string {
    return `${this.members}?view=invited`;
  }

  /** The owner calls about it. */
  call(verb: string, form: Record<string, string>): Promise<unknown> {
    return call(this.owner, this.server, `members/${verb}`, { organization: this.slug, ...form });
  }

  /** Invites the address, and gives the mailed link. */
  invite(email: string, role = 'member'): Promise<string> {
    return invite(this.owner, this.server, this.slug, email, role);
  }

  async draft(email: string, role = 'member'): Promise<void> {
    await this.call('invite', { emails: email, role, draft: 'true' });
  }

  /** Invites somebody who accepts, in this browser or in one that nobody sees. */
  async join(person: Person, role = 'member', browser?: Caller): Promise<Caller> {
    const other = browser ?? (await unseen(this.server));
    await join(this.owner, other, this.server, this.slug, person, role);
    return other;
  }

  /** Invites so many people at once, who all accept. Their names go from `Member 01` on. */
  async joinMany(count: number): Promise<void> {
    const names = Array.from({ length: count }, (_, at) => `Member ${String(at + 1).padStart(2, '0')}`);
    const people = names.map((name) => ({ name, email: `${name.toLowerCase().replace(' ', '-')}@crowd.example`, password: JONAS.password }));
    await this.call('invite', { emails: people.map(({ email }) => email).join('\n'), role: 'member' });
    for (const { name, email, password } of people) {
      const token = tokenOf(linkIn(await this.server.mailAbout(email, / invited you to /)));
      await call(await unseen(this.server), this.server, 'invitations/accept', { token, name, password });
    }
  }

  /** Sends an invitation again, and gives the mailed link. */
  send(email: string): Promise<string> {
    return this.server.linkTo(email, / invited you to /, async () => this.call('send-invitation', { invitation: await this.id(email) }));
  }

  async cancel(email: string): Promise<void> {
    await this.call('cancel-invitation', { invitation: await this.id(email) });
  }

  /** The link to hand over. */
  async copy(email: string): Promise<string> {
    const { link } = (await this.call('invitation-link', { invitation: await this.id(email) })) as { link: string };
    return link;
  }

  async giveRole(email: string, role: string): Promise<void> {
    await this.call('change-role', { member: await this.id(email), role });
  }

  async remove(email: string): Promise<void> {
    await this.call('revoke', { people: await this.id(email) });
  }

  async delete(): Promise<void> {
    await call(this.owner, this.server, 'organizations/delete', { organization: this.slug, name: this.name });
  }

  /** Those who are in, and those who are invited, as the owner sees them. */
  async rows(): Promise<{ members: Row[]; invitations: Row[] }> {
    const { members } = (await this.call('list', {})) as { members: Row[] };
    const { invitations } = (await this.call('invited', {})) as { invitations: Row[] };
    return { members, invitations };
  }

  /** The id of the member or the invitation with this address. */
  async id(email: string): Promise<string> {
    const { members, invitations } = await this.rows();
    const row = [...members, ...invitations].find((row) => row.email === email);
    if (!row) throw new Error(`${email} is not listed`);
    return row.id;
  }

  /** The role of the member with this address. */
  async roleOf(email: string): Promise<string | undefined> {
    return (await this.rows()).members.find((row) => row.email === email)?.role;
  }
}
