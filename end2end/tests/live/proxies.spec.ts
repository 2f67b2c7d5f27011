import { register } from '../../support/calls';
import { expect, test as base } from '../../support/fixtures';
import { Proxy, type Treatment, behindFront } from '../../support/front';
import { MINA, heading, link, open, homeHeading } from '../../support/pages';
import { Team } from '../../support/team';

/** OR-4: felt within 5 seconds. */
const SOON = { timeout: 5_000 };

/** The server behind Debian's nginx. */
const behindNginx = base.extend<{ relay: Proxy }>({
  relay: async ({}, use) => {
    const relay = await Proxy.at();
    await use(relay);
    await relay.end();
  },
  settings: async ({ relay }, use) => use({ PARLOR_PUBLIC_URL: relay.url }),
});

/** What people write who have never read a page about Parlor. */
function plain(port: number, upstream: string, more = '', location = ''): string {
  return `server {
    listen 127.0.0.1:${port};
    ${more}
    location / {
      proxy_pass ${upstream};
      proxy_set_header Host $http_host;
      proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      ${location}
    }
  }`;
}

for (const [how, more, location] of [
  ['with nothing but proxy_pass and the usual headers', '', ''],
  ['that buffers whatever it is asked', '', 'proxy_ignore_headers X-Accel-Buffering;'],
  ['that compresses everything', 'gzip on; gzip_types *; gzip_proxied any; gzip_min_length 0;', 'proxy_ignore_headers X-Accel-Buffering;'],
  ['that speaks HTTP/1.1 to it and cuts what is silent for a second', '', 'proxy_http_version 1.1; proxy_read_timeout 1s;'],
] as const) {
  behindNginx(`FIELD-4: behind nginx ${how}, a removal is felt`, async ({ page, server, relay, browserErrors }) => {
    browserErrors.allowStatus(404, 504);
    browserErrors.allowOffline();
    await relay.nginx(plain(relay.port, server.direct, more, location));
    const team = await Team.start(server);
    await register(page, server, MINA, ['Harbour & Finch']);
    await team.join(MINA, 'member', page);
    await open(page, team.path);
    await expect(heading(page, 'Quill & Co.')).toBeVisible();
    // eslint-disable-next-line no-restricted-syntax -- whatever the stream does in its first moments is over by then
    await page.waitForTimeout(6_000);
    await team.remove(MINA.email);
    await expect(heading(page, 'You’re not in Quill & Co. any more')).toBeVisible(SOON);
    await link(page, 'Go to your organizations').click();
    await expect(homeHeading(page, 'Harbour & Finch')).toBeVisible();
  });
}

for (const [what, treatment] of [
  ['held back by a filter', 'hold'],
  ['opened and buffered', 'buffer'],
  ['stalled after its first event', 'stall'],
  ['cut again and again', 'cut'],
  ['refused', 'refuse'],
  ['answered by a page instead', 'page'],
] satisfies [string, Treatment][]) {
  for (const when of ['from the start', 'later'] as const) {
    behindFront(`FIELD-4: a stream that is ${what}, ${when}: a removal is felt`, async ({ page, server, front, browserErrors }) => {
      browserErrors.allowStatus(404, 502);
      browserErrors.allowOffline();
      const team = await Team.start(server);
      await team.join(MINA, 'member', page);
      if (when === 'from the start') front.treat(treatment);
      await open(page, team.path);
      await expect.poll(() => front.count('/events')).toBeGreaterThan(0);
      if (when === 'later') {
        // eslint-disable-next-line no-restricted-syntax -- it has proven itself
        await page.waitForTimeout(1_000);
        front.treat(treatment);
        if (treatment === 'refuse' || treatment === 'page') front.cut();
      } else {
        // eslint-disable-next-line no-restricted-syntax -- whatever the stream does in its first moments is over by then
        await page.waitForTimeout(5_000);
      }
      await team.remove(MINA.email);
      await expect(heading(page, 'You’re not in Quill & Co. any more')).toBeVisible(SOON);
    });
  }
}

behindFront('FIELD-4: a proven stream asks for nothing; one that is not is asked about every few seconds, and heals', async ({ page, server, front }) => {
  const team = await Team.start(server);
  await team.join(MINA, 'member', page);
  await open(page, team.path);
  await expect.poll(() => front.streams).toBe(1);
  const looks = (): number => front.count('/api/organizations/mine');
  const before = looks();
  // eslint-disable-next-line no-restricted-syntax -- longer than any pause between two looks
  await page.waitForTimeout(5_000);
  expect(looks(), 'nothing is asked for while it beats').toBe(before);
  front.treat('stall');
  await expect.poll(looks, { timeout: 10_000 }).toBeGreaterThan(before + 1);
  front.treat('pass');
  front.cut();
  await expect.poll(() => front.streams).toBe(1);
  // eslint-disable-next-line no-restricted-syntax -- a look that had begun is over by then
  await page.waitForTimeout(2_500);
  const healed = looks();
  // eslint-disable-next-line no-restricted-syntax -- longer than any pause between two looks
  await page.waitForTimeout(5_000);
  expect(looks(), 'nothing once it beats again').toBe(healed);
});
