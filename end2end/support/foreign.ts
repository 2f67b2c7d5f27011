import { type Page, expect } from '@playwright/test';

/** When somebody else changes the document: while it is read, right before scripts run on it, or once the page is awake. */
export const MOMENTS = ['while it is read', 'when it is read', 'once it is awake'] as const;
export type Moment = (typeof MOMENTS)[number];

/** What is done to it. Each stands for several extensions, and is as hard on the page as any of them. */
export const CHANGES = {
  /** LastPass, 1Password, Bitwarden, Dashlane: elements round every field, attributes, and a shadow root beside the body. */
  'a password manager': passwordManager,
  /** Google Translate: every text is taken out, and stands in two new elements. */
  'a translation': translation,
  /** The same, with the old text nodes within the new elements. */
  'a translation that wraps': wrappingTranslation,
  /** Dark Reader, Honey, Grammarly, an antivirus, an ad blocker, a linker of telephone numbers. */
  'everything else': everythingElse,
} satisfies Record<string, () => void>;
export type Change = keyof typeof CHANGES;

/** From now on every document of this page is changed so. */
export async function disturb(page: Page, change: Change, moment: Moment): Promise<void> {
  const script = `(() => {
    ${eachElement.toString()}
    ${eachText.toString()}
    const change = ${CHANGES[change].toString()};
    const again = () => new MutationObserver((_, observer) => {
      observer.disconnect();
      change();
      observer.takeRecords();
      if (document.documentElement) watch(observer);
    });
    const watch = (observer) => observer.observe(document, { childList: true, subtree: true });
    const moment = ${JSON.stringify(moment)};
    if (moment === 'while it is read') {
      const observer = again();
      watch(observer);
      addEventListener('DOMContentLoaded', () => { observer.disconnect(); change(); });
    } else if (moment === 'when it is read') addEventListener('DOMContentLoaded', change);
    else new MutationObserver((_, observer) => {
      if (!document.documentElement?.hasAttribute('data-awake')) return;
      observer.disconnect();
      change();
      // A translation does not stop at what was there.
      watch(again());
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-awake'] });
  })()`;
  await page.addInitScript({ content: script });
}

/** Waits until the page answers, in whichever way it came to that; and that it did not give itself up. */
export async function survived(page: Page): Promise<void> {
  await page.waitForSelector('html[data-awake]');
  await expect(page.locator('html')).not.toHaveAttribute('data-given-up');
}

// What follows runs in the page.

function eachElement(selector: string, run: (element: Element) => void): void {
  for (const element of document.querySelectorAll(selector)) {
    if (element.hasAttribute('data-foreign')) continue;
    element.setAttribute('data-foreign', '');
    run(element);
  }
}

function eachText(run: (text: Text) => void): void {
  if (!document.body) return;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    if (!text.data.trim() || text.parentElement?.closest('font, script, style, textarea, option, title, [data-linked]')) continue;
    run(text);
  }
}

function passwordManager(): void {
  eachElement('input:not([type=hidden]), textarea', (field) => {
    const icon = (): HTMLElement => {
      const icon = document.createElement('div');
      icon.setAttribute('data-lastpass-icon-root', '');
      return icon;
    };
    field.before(icon());
    field.after(icon());
    field.setAttribute('data-dashlane-rid', '1');
    (field as HTMLElement).style.backgroundSize = '16px';
  });
  eachElement('form', (form) => form.setAttribute('data-bitwarden-watching', '1'));
  eachElement('html', (root) => {
    const host = document.createElement('com-1password-button');
    host.attachShadow({ mode: 'open' }).innerHTML = '<button>1Password</button>';
    root.append(host);
  });
}

function translation(): void {
  document.documentElement?.classList.add('translated-ltr');
  eachText((text) => {
    const [outer, inner] = [document.createElement('font'), document.createElement('font')];
    outer.style.verticalAlign = 'inherit';
    inner.append(text.data);
    outer.append(inner);
    text.replaceWith(outer);
  });
}

function wrappingTranslation(): void {
  eachText((text) => {
    const [outer, inner] = [document.createElement('font'), document.createElement('font')];
    text.before(outer);
    outer.append(inner);
    inner.append(text);
  });
}

function everythingElse(): void {
  eachElement('head', (head) => {
    // No style of its own: those of an extension are not bound to the page's policy, but a test's are.
    const mark = document.createElement('meta');
    mark.name = 'darkreader';
    head.prepend(mark);
  });
  eachElement('html', (root) => root.setAttribute('data-darkreader-mode', 'dynamic'));
  eachElement('body', (body) => {
    body.setAttribute('cz-shortcut-listen', 'true');
    const first = document.createElement('div');
    first.id = 'extension-root';
    body.prepend(first);
    const last = document.createElement('div');
    last.id = 'honeyContainer';
    const script = document.createElement('script');
    script.type = 'text/plain';
    body.append(last, script);
  });
  // Words of every heading and button stand in elements of their own, as marking and linking extensions have it.
  eachText((text) => {
    const word = document.createElement('span');
    word.setAttribute('data-linked', '');
    if (!text.parentElement?.closest('h1, button')) return;
    word.append(text.data);
    text.replaceWith(word);
  });
  eachElement('textarea, [contenteditable]', (field) => {
    field.setAttribute('data-gramm', 'true');
    field.after(document.createElement('grammarly-extension'));
  });
  if (!document.documentElement.hasAttribute('data-awake')) {
    const comments = document.createTreeWalker(document.body ?? document.documentElement, NodeFilter.SHOW_COMMENT);
    const some: Node[] = [];
    while (comments.nextNode()) some.push(comments.currentNode);
    some.filter((_, at) => at % 3 === 0).forEach((comment) => comment.parentNode?.removeChild(comment));
    document.querySelector('.entry-footer')?.remove();
  }
}
