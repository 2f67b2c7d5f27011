import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer, request } from 'node:http';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from './fixtures';

const NGINX = process.env.PARLOR_NGINX ?? '/usr/sbin/nginx';
const CADDY = process.env.PARLOR_CADDY ?? '/usr/bin/caddy';
/** Needs more than its program, so it is there or it is not. */
export const HAPROXY = '/usr/sbin/haproxy';

/** What a front does to `/events`. */
export type Treatment =
  /** Passes it on as it comes. */
  | 'pass'
  /** Answers nothing, and keeps the connection. */
  | 'hold'
  /** Answers the head, and keeps every event. */
  | 'buffer'
  /** Lets the first event through, then keeps all others. */
  | 'stall'
  /** Cuts it right after the first event, each time. */
  | 'cut'
  /** Answers that the server is not there. */
  | 'refuse'
  /** Answers a page of its own. */
  | 'page';

/** Stands before a server, at an address that nobody else has, and counts what comes by. */
export class Front {
  /** Requests by path, from whatever part of the browser. */
  readonly seen: string[] = [];
  private open = new Set<ServerResponse>();
  private readonly server = createServer((incoming, answer) => this.pass(incoming, answer));
  private upstream = '';
  private readonly hidden = new Set<string>();
  treatment: Treatment = 'pass';

  static async start(): Promise<Front> {
    const front = new Front();
    front.server.listen(0, '127.0.0.1');
    await once(front.server, 'listening');
    return front;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  to(upstream: string): void {
    this.upstream = upstream;
  }

  /** From now on; streams that are open are treated so too. */
  treat(treatment: Treatment): void {
    this.treatment = treatment;
  }

  /** Answers 404 at this path. */
  hide(path: string): void {
    this.hidden.add(path);
  }

  /** Cuts the streams that are open. */
  cut(): void {
    for (const answer of this.open) answer.destroy();
  }

  /** How many streams are open. */
  get streams(): number {
    return this.open.size;
  }

  /** How many requests to this path there were. */
  count(path: string): number {
    return this.seen.filter((seen) => seen === path).length;
  }

  async end(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(incoming: IncomingMessage, answer: ServerResponse): void {
    const path = new URL(incoming.url ?? '', this.url).pathname;
    this.seen.push(path);
    if (this.hidden.has(path)) return void answer.writeHead(404).end();
    const stream = path === '/events';
    if (stream) {
      this.open.add(answer);
      answer.on('close', () => this.open.delete(answer));
      if (this.treatment === 'hold') return;
      if (this.treatment === 'refuse') return void answer.writeHead(502).end('no');
      if (this.treatment === 'page') return void answer.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in to the guest network</h1>');
    }
    const outgoing = request(this.upstream + incoming.url, { method: incoming.method, headers: incoming.headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      if (!stream) return void reply.pipe(answer);
      answer.flushHeaders();
      let first = true;
      reply.on('data', (events: Buffer) => {
        const kept = this.treatment === 'hold' || this.treatment === 'buffer' || (this.treatment === 'stall' && !first);
        if (!kept) answer.write(events);
        if (this.treatment === 'cut' && first) setTimeout(() => answer.destroy(), 20);
        first = false;
      });
      reply.on('end', () => answer.end());
      reply.on('error', () => answer.destroy());
    });
    outgoing.on('error', () => answer.destroy());
    answer.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  }
}

/** A test whose server stands behind a front. */
export const behindFront = test.extend<{ front: Front }>({
  front: async ({}, use) => {
    const front = await Front.start();
    await use(front);
    await front.end();
  },
  settings: async ({ front }, use) => use({ PARLOR_PUBLIC_URL: front.url }),
  server: async ({ server, front }, use) => {
    front.to(server.direct);
    await use(server);
  },
});

/** A proxy that people use, as its package brings it, with a configuration of its own in a folder of its own. */
export class Proxy {
  private child: ChildProcess | undefined;
  private log = '';

  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {}

  /** Where it will be; nothing is there before `begin`. */
  static async at(): Promise<Proxy> {
    return new Proxy(await mkdtemp(join(tmpdir(), 'parlor-proxy-')), await freePort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Debian's nginx. `servers` is what stands in its `http` block. */
  async nginx(servers: string): Promise<void> {
    const config = `
      daemon off; pid ${this.folder}/pid; error_log stderr warn; worker_processes 1;
      events { worker_connections 256; }
      http {
        access_log off;
        ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${this.folder}/${kind};`).join('\n')}
        ${servers}
      }`;
    await this.run(NGINX, ['-p', this.folder, '-c', await this.write('nginx.conf', config)]);
  }

  /** Debian's HAProxy. */
  async haproxy(config: string): Promise<void> {
    await this.run(HAPROXY, ['-db', '-f', await this.write('haproxy.cfg', config)]);
  }

  /** Debian's Caddy. */
  async caddy(config: string): Promise<void> {
    const file = await this.write('Caddyfile', `{\n  admin off\n  auto_https off\n}\n${config}`);
    await this.run(CADDY, ['run', '--adapter', 'caddyfile', '--config', file]);
  }

  async end(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (child && child.exitCode === null) {
      const gone = once(child, 'exit');
      // Without waiting for streams that are open.
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await gone;
      clearTimeout(late);
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private async write(name: string, text: string): Promise<string> {
    const file = join(this.folder, name);
    await writeFile(file, text);
    return file;
  }

  private async run(program: string, args: string[]): Promise<void> {
    if (!existsSync(program)) throw new Error(`${program} is missing: cargo xtask test installs it`);
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH, HOME: this.folder } });
    this.child = child;
    child.stderr?.on('data', (text) => (this.log += String(text)));
    const until = Date.now() + 10_000;
    while (Date.now() < until) {
      if (child.exitCode !== null) break;
      try {
        // Whatever it answers, it is there.
        await fetch(`${this.url}/healthz`);
        return;
      } catch {
        // eslint-disable-next-line no-restricted-syntax -- asked again and again, within a deadline
        await new Promise((done) => setTimeout(done, 25));
      }
    }
    throw new Error(`${program} does not answer:\n${this.log}`);
  }
}

/** A port that was free a moment ago. A proxy cannot be asked for one, and says when it was taken meanwhile. */
async function freePort(): Promise<number> {
  const probe = createSocket();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
