import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from '@playwright/test';

const ROOT = resolve(__dirname, '../..');
const BINARY = process.env.PARLOR_BINARY ?? join(ROOT, 'target/quick/parlor');
const SITE = process.env.PARLOR_SITE_ROOT ?? join(ROOT, 'target/site');

/** A mail in the local mailbox, as /dev/mailbox.json tells it (CT-5). */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  sent_at: string;
}

/** A mail comes within a few milliseconds: asked for often at first. */
const MAIL_INTERVALS = [20, 30, 50, 100, 250, 500];

/** What it says once it listens. */
const LISTENING = /^Listening on 127\.0\.0\.1:(\d+)$/m;

/** A real `parlor serve` with a folder, a database and a clock of its own. */
export class Server {
  private child: ChildProcess | undefined;
  private moved = 0;
  /** What it wrote to standard error, over all its starts. */
  log = '';

  private constructor(
    private readonly folder: string,
    private readonly env: Record<string, string>,
    /** None before the first start: the system gives one that nobody else has. */
    private port = 0,
  ) {}

  /** `{port}` in a setting is the port where it listens, chosen before the start. */
  static async start(env: Record<string, string> = {}): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 'parlor-end2end-'));
    const port = Object.values(env).some((value) => value.includes('{port}')) ? await freePort() : 0;
    const settings = Object.entries(env).map(([name, value]) => [name, value.replace('{port}', `${port}`)]);
    const server = new Server(folder, Object.fromEntries(settings) as Record<string, string>, port);
    await server.begin();
    return server;
  }

  /** Where it listens, whatever stands before it. */
  get direct(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Where people go: to it, or to what its public URL says stands before it. */
  get url(): string {
    return this.env.PARLOR_PUBLIC_URL ?? this.direct;
  }

  private get settings(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      PARLOR_LISTEN: `127.0.0.1:${this.port}`,
      PARLOR_DATABASE_URL: `sqlite:${join(this.folder, 'parlor.db')}`,
      PARLOR_SITE_ROOT: SITE,
      PARLOR_TEST_CLOCK: join(this.folder, 'clock'),
      PARLOR_LOG: 'warn',
      ...this.env,
    };
  }

  /** The operator runs `parlor admin …` beside it. */
  async admin(...words: string[]): Promise<void> {
    const child = spawn(BINARY, ['admin', ...words], { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'], env: this.settings });
    let said = '';
    child.stdout.on('data', (text) => (said += String(text)));
    child.stderr.on('data', (text) => (said += String(text)));
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code, `admin ${words.join(' ')}: ${said}`).toBe(0);
  }

  /** Starts the process; again on the same port, with the same data, and with these settings on top. */
  async begin(more: Record<string, string> = {}): Promise<void> {
    Object.assign(this.env, more);
    const child = spawn(BINARY, ['serve'], { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'], env: this.settings });
    this.child = child;
    let said = '';
    child.on('error', (error) => (this.log += String(error)));
    child.on('exit', (code, signal) => {
      // Nobody asked it to.
      if (this.child === child) this.log += `\npanicked, or was ended from outside: code ${code}, signal ${signal}`;
    });
    child.stdout?.on('data', (text) => (said += String(text)));
    child.stderr?.on('data', (text) => (this.log += String(text)));
    const state = async (): Promise<string> => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return `ended: ${this.log}`;
      const port = LISTENING.exec(said)?.[1];
      if (port === undefined) return 'starting';
      this.port = Number(port);
      return (await answers(`${this.direct}/readyz`)) ? 'ready' : 'starting';
    };
    await expect.poll(state, { message: 'the server', intervals: [25] }).toMatch(/^ready|^ended/);
    expect(await state()).toBe('ready');
  }

  /** SIGTERM, and waits until the process is gone (OP-6: within 10 s). */
  async stop(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child) return;
    expect(child.exitCode ?? child.signalCode, `the server is still there\n${this.log}`).toBeNull();
    const gone = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    const late = setTimeout(() => child.kill('SIGKILL'), 11_000);
    child.kill('SIGTERM');
    const [code, signal] = await gone;
    clearTimeout(late);
    expect({ code, signal }, 'SIGTERM drains and ends the server').toEqual({ code: 0, signal: null });
  }

  /** Stops it and removes its folder. */
  async end(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Moves the server's clock; what was moved before adds up. */
  async later(by: { hours?: number; seconds?: number }): Promise<void> {
    this.moved += (by.hours ?? 0) * 3600 + (by.seconds ?? 0);
    const file = join(this.folder, 'clock');
    await writeFile(`${file}.new`, `${this.moved}`);
    await rename(`${file}.new`, file);
  }

  /** All mails to this address, newest first. A server that others may open shows no mailbox; its files are read. */
  async mails(to: string): Promise<Mail[]> {
    if (!/^http:\/\/(127\.0\.0\.1|localhost)[:/]?/.test(this.url)) {
      const folder = join(this.folder, 'parlor.mailbox');
      const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort().reverse();
      const kept = await Promise.all(files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Mail));
      return kept.filter((mail) => mail.to === to);
    }
    const answer = await fetch(`${this.direct}/dev/mailbox.json`);
    const mails = (await answer.json()) as Mail[];
    return mails.filter((mail) => mail.to === to);
  }

  /** The newest mail to this address, as soon as there are `count` of them. */
  async mailTo(to: string, count = 1): Promise<Mail> {
    await expect.poll(async () => (await this.mails(to)).length, { message: `mail to ${to}`, intervals: MAIL_INTERVALS }).toBe(count);
    const [newest] = await this.mails(to);
    if (!newest) throw new Error(`no mail to ${to}`);
    return newest;
  }

  /** The newest mail to this address with this subject, as soon as there are `count` of them. */
  async mailAbout(to: string, subject: string | RegExp, count = 1): Promise<Mail> {
    await expect
      .poll(async () => (await this.mailsAbout(to, subject)).length, { message: `“${subject}” to ${to}`, intervals: MAIL_INTERVALS })
      .toBe(count);
    const [newest] = await this.mailsAbout(to, subject);
    if (!newest) throw new Error(`no “${subject}” to ${to}`);
    return newest;
  }

  /** All mails to this address with this subject, newest first. */
  async mailsAbout(to: string, subject: string | RegExp): Promise<Mail[]> {
    const mails = await this.mails(to);
    return mails.filter((mail) => (typeof subject === 'string' ? mail.subject === subject : subject.test(mail.subject)));
  }

  /** The link of the mail to this address with this subject that `deed` brings. */
  async linkTo(to: string, subject: string | RegExp, deed: () => Promise<unknown>): Promise<string> {
    const before = (await this.mailsAbout(to, subject)).length;
    await deed();
    return linkIn(await this.mailAbout(to, subject, before + 1));
  }
}

/** The link of a mail: the one with a token. */
export function linkIn(mail: Mail): string {
  const link = /https?:\/\/\S+\/(?:verify|reset-password|email|invitations)\/\S+/.exec(mail.text)?.[0];
  if (!link) throw new Error(`no link in "${mail.subject}":\n${mail.text}`);
  return link;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
