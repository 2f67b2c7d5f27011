import { existsSync, readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { claim, tokenOf, unseen } from '../../support/calls';
import { expect, test as base } from '../../support/fixtures';
import { HAPROXY, Proxy } from '../../support/front';
import { MINA } from '../../support/pages';

const DOCUMENT = readFileSync(join(__dirname, '../../../docs/DEPLOYMENT.md'), 'utf8');

/** The block of the document in this language, with its placeholders replaced and without its https. */
function block(language: string, upstream: string, port: number): string {
  const text = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(DOCUMENT)?.[1] ?? '';
  const lines = text.split('\n').filter((line) => !/^\s*ssl_certificate/.test(line));
  const replaced = lines.join('\n').replaceAll('127.0.0.1:3000', new URL(upstream).host);
  expect(replaced, 'the block names where Parlor listens').toContain(new URL(upstream).host);
  return replaced
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
    .replace(/bind :443 .*/, `bind 127.0.0.1:${port}`)
    .replace(/^chat\.example\.com \{/m, `http://127.0.0.1:${port} {`)
    .replaceAll('chat.example.com', '127.0.0.1');
}

const test = base.extend<{ proxy_: Proxy }>({
  proxy_: async ({}, use) => {
    const proxy = await Proxy.at();
    await use(proxy);
    await proxy.end();
  },
  settings: async ({ proxy_ }, use) => use({ PARLOR_PUBLIC_URL: proxy_.url, PARLOR_TRUSTED_PROXIES: '127.0.0.1' }),
});

/** A client at an address that is not the proxy's. */
class Client {
  private cookie = '';

  constructor(
    private readonly url: string,
    private readonly localAddress: string,
  ) {}

  ask(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<IncomingMessage> {
    return new Promise((done, failed) => {
      const asked = request(this.url + path, { method, localAddress: this.localAddress, headers: { ...headers, cookie: this.cookie } }, (answer) => {
        for (const cookie of answer.headers['set-cookie'] ?? []) {
          const [pair = ''] = cookie.split(';');
          if (pair.includes('session')) this.cookie = pair;
        }
        done(answer);
      });
      asked.on('error', failed);
      asked.end(body);
    });
  }

  /** As a browser sends a form that is no older than plain http: by `Origin` alone. */
  async form(path: string, fields: Record<string, string>, origin = this.url): Promise<{ status: number; body: string }> {
    const headers = { origin, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const answer = await this.ask('POST', path, headers, new URLSearchParams(fields).toString());
    return { status: answer.statusCode ?? 0, body: await text(answer) };
  }
}

async function text(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of answer) text += String(part);
  return text;
}

const PROXIES = [
  ['nginx', (proxy: Proxy, block: string) => proxy.nginx(block)],
  ['caddy', (proxy: Proxy, block: string) => proxy.caddy(block)],
  ['haproxy', (proxy: Proxy, block: string) => proxy.haproxy(block)],
] as const;

for (const [name, begin] of PROXIES) {
  test(`OP-9: behind ${name}, as docs/DEPLOYMENT.md has it: pages, forms, the client’s address and the stream`, async ({ server, proxy_: proxy }) => {
    test.skip(name === 'haproxy' && !existsSync(HAPROXY), 'HAProxy is not on this machine');
    await begin(proxy, block(name, server.direct, proxy.port));
    const signingUp = await unseen(server);
    const token = tokenOf(await claim(signingUp, server, MINA));

    const mina = new Client(server.url, '127.0.0.2');
    const page = await mina.ask('GET', '/sign-in');
    expect(page.statusCode).toBe(200);
    expect(await text(page), 'at its own address').toContain('Sign in');

    await mina.form('/api/accounts/confirm', { token });
    const elsewhere = await mina.form('/api/accounts/sign-in', { email: MINA.email, password: MINA.password }, 'https://evil.example');
    expect(elsewhere.status, elsewhere.body).toBe(403);
    const signedIn = await mina.form('/api/accounts/sign-in', { email: MINA.email, password: MINA.password });
    expect(signedIn.status, signedIn.body).toBe(200);

    const account = await mina.form('/api/account/view', {});
    expect(account.body, 'the client’s address, not the proxy’s').toContain('127.0.0.2');
    expect(account.body).not.toContain('127.0.0.1"');

    const stream = await mina.ask('GET', '/events');
    expect(stream.statusCode).toBe(200);
    let beats = 0;
    for await (const part of stream) {
      beats += String(part).split('event: beat').length - 1;
      if (beats > 1) break;
    }
    // Collected first, they would come by the hundred, and later than this test waits.
    expect(beats, 'it goes on').toBe(2);
  });
}
