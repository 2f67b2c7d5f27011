import { enter, register, unseen } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { JONAS, MINA, button, field, heading, open } from '../../support/pages';

for (const { path, shows } of [
  { path: '/account', shows: 'its own account' },
  { path: '/o/harbour-finch/members', shows: 'nothing of the organization' },
]) {
  test(`SI-5: a tab on ${path} that nobody had looked at before the browser signed in as somebody else shows ${shows}`, async ({
    page,
    context,
    server,
    browserErrors,
  }) => {
    browserErrors.allowStatus(404);
    await register(page, server, MINA, ['Harbour & Finch']);
    await register(await unseen(server), server, JONAS, ['Quill & Co.']);
    await open(page, '/o/harbour-finch');

    const behind = await context.newPage();
    await behind.addInitScript(() => {
      let hidden = true;
      Object.defineProperty(document, 'hidden', { get: () => hidden });
      Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') });
      window.addEventListener('test:looked-at', () => {
        hidden = false;
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
      });
    });
    await open(behind, path);
    await expect(behind.getByRole('main').getByText(path === '/account' ? 'Save changes' : MINA.email).first()).toBeVisible();
    await enter(page, server, JONAS);
    await behind.evaluate(() => window.dispatchEvent(new Event('test:looked-at')));

    if (path === '/account') {
      await expect(field(behind, 'Name')).toHaveValue(JONAS.name);
      await field(behind, 'Name').fill('Jonas L.');
      await button(behind, 'Save changes').click();
      await expect(behind.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
    } else {
      await expect(heading(behind, 'Nothing here')).toBeVisible();
    }
    await expect(behind.getByText(MINA.email)).toHaveCount(0);
  });
}
