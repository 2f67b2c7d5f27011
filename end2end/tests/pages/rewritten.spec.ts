import type { Page } from '@playwright/test';
import { register } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { survived } from '../../support/foreign';
import { MINA, button, choice, heading, link, open, openSwitcher, signIn, homeHeading, membersFromHome } from '../../support/pages';
import type { Server } from '../../support/server';

async function atHarbour(page: Page, server: Server): Promise<void> {
  await register(page, server, MINA, ['Harbour', 'Meadow']);
  await open(page, '/o/harbour');
}

/** Lets whoever watches the document do what they do about a change. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** OR-3: after the switch the old name is nowhere in view. */
async function switchToMeadow(page: Page): Promise<void> {
  await choice(await openSwitcher(page), 'Meadow').click();
  await expect(page).toHaveURL('/o/meadow');
  await expect(heading(page)).toContainText('Meadow is ready');
  await expect(page.locator('.shell-org strong')).toHaveText('Meadow');
  await expect(page.locator('.shell-org .tile').first()).toHaveText('M');
  await expect(page.getByText('Harbour').filter({ visible: true })).toHaveCount(0);
}

/** Each runs in the page, once it is awake. */
const REWRITINGS: Record<string, () => void> = {
  'the body is written once more': () => void (document.body.innerHTML += '<div>ext</div>'),
  'the body is replaced by a copy': () => document.body.replaceWith(document.body.cloneNode(true)),
  'the main part is replaced by a copy': () => {
    const main = document.querySelector('main');
    main?.replaceWith(main.cloneNode(true));
  },
  'telephone numbers become links': () => {
    const main = document.querySelector('main');
    if (main) main.innerHTML = main.innerHTML.replaceAll('member', '<a href="tel:1">member</a>');
  },
  'the heading is written once more': () => {
    const h1 = document.querySelector('h1');
    if (h1) h1.innerHTML = String(h1.innerHTML);
  },
  'the heading says something else': () => {
    const h1 = document.querySelector('h1');
    if (h1) h1.textContent = 'Harbour ist bereit';
  },
  'the name is written once more': () => {
    const name = document.querySelector('.org strong');
    if (name) name.innerHTML += '';
  },
  'every name is replaced by a copy': () => document.querySelectorAll('bdi').forEach((name) => name.replaceWith(name.cloneNode(true))),
  'every tile is replaced by a copy': () => document.querySelectorAll('.tile').forEach((tile) => tile.replaceWith(tile.cloneNode(true))),
  'a second language is added': () => {
    for (const element of document.querySelectorAll('h1, .org strong')) {
      const font = document.createElement('font');
      font.className = 'notranslate immersive-translate-target-wrapper';
      font.textContent = `DE: ${element.textContent}`;
      element.append(font);
    }
  },
  'every comment is taken out': () => {
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
    const comments: Comment[] = [];
    while (walker.nextNode()) comments.push(walker.currentNode as Comment);
    comments.forEach((comment) => comment.remove());
  },
};

for (const [name, rewrite] of Object.entries(REWRITINGS)) {
  test(`FIELD-3: ${name}: what the page says and does is of where it is`, async ({ page, server }) => {
    await atHarbour(page, server);
    await page.evaluate(rewrite);
    await settle(page);
    await switchToMeadow(page);
    await membersFromHome(page).click();
    await expect(heading(page, 'Members')).toBeVisible();
    await page.evaluate(rewrite);
    await settle(page);
    await link(page, 'New member').click();
    await expect(page.getByRole('heading', { name: 'New member' })).toBeVisible();
    await survived(page);
  });
}

test('FIELD-3: whoever writes the page anew for ever is left alone with it', async ({ page, server }) => {
  await atHarbour(page, server);
  await page.evaluate(() => {
    let copied: Node | undefined;
    const copy = (): void => {
      const main = document.querySelector('main');
      if (!main || main === copied) return;
      copied = main.cloneNode(true);
      main.replaceWith(copied);
    };
    new MutationObserver(copy).observe(document.body, { childList: true, subtree: true });
    copy();
  });
  // It gave itself up, and was loaded anew without them.
  await page.waitForSelector('html[data-awake=anew]');
  await expect(homeHeading(page, 'Harbour')).toBeVisible();
});

for (const [name, copy] of Object.entries({
  'in one step': () => document.querySelectorAll('main input').forEach((input) => input.replaceWith(input.cloneNode(true))),
  'in two': () => {
    for (const input of document.querySelectorAll('main input')) {
      const copy = input.cloneNode(true);
      input.after(copy);
      input.remove();
    }
  },
})) {
  test(`FIELD-1: fields that were replaced by copies ${name} are sent as they are filled in`, async ({ page, server }) => {
    await register(page, server, MINA, ['Harbour']);
    await page.context().clearCookies();
    await open(page, '/sign-in');
    await page.evaluate(copy);
    await settle(page);
    await button(page, 'Sign in').click();
    await expect(page.getByText('Enter your email address.')).toBeVisible();
    await signIn(page, MINA);
    await expect(homeHeading(page, 'Harbour')).toBeVisible();
  });
}
