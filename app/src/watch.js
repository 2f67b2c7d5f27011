// The watch over the document: whether it is still the one that the server sent, and that a page which broke gives itself
// up as a whole. Why, and why so: docs/adr/0010-changed-documents.md. Lines of comment are left out of what is sent.
(() => {
  'use strict';
  const root = document.documentElement;
  const [count, digest] = document.currentScript.dataset.structure.split('.');
  const AWAKE = 'data-awake';
  const AGAIN = 'parlor-again';

  // ---- Is the body what the server sent? The same sum as in server/src/http/structure.rs.

  const OPAQUE = /^(noscript|script|style|template|textarea|title)$/;
  const structure = () => {
    let sum = 0x811c9dc5;
    const add = (part) => {
      for (let at = 0; at < part.length; at += 1) sum = Math.imul(sum ^ part.charCodeAt(at), 0x1000193);
    };
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) add('t');
      else if (node.nodeType === Node.COMMENT_NODE) add('!');
      else {
        const name = node.localName.toLowerCase();
        add(`<${name}`);
        if (!OPAQUE.test(name)) node.childNodes.forEach(walk);
        add('>');
      }
    };
    // What came after ours is in nobody's way.
    const ours = [...document.body.childNodes].slice(0, Number(count));
    ours.forEach(walk);
    return (sum >>> 0).toString(16);
  };

  // ---- A page that broke: every handler is cut off, so that links and forms are the browser's own again.

  const STOPPED = [
    'auxclick', 'beforeinput', 'beforetoggle', 'blur', 'change', 'click', 'close', 'dblclick', 'focus', 'focusin', 'focusout',
    'input', 'keydown', 'keypress', 'keyup', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'popstate', 'reset', 'submit',
    'toggle', 'visibilitychange',
  ];
  let gone = false;
  const stop = (event) => {
    // Filling in forms, Chrome sends keys that are none, and no handler of a key knows what to do with them.
    const isKeyless = event.type.startsWith('key') && typeof event.key !== 'string';
    if (!gone && !isKeyless) return;
    event.stopImmediatePropagation();
    if (!gone) return;
    // Back to an address of this document: without a router only the server has its page.
    if (event.type === 'popstate') location.reload();
  };
  STOPPED.forEach((type) => window.addEventListener(type, stop, true));

  // Whether this document was loaded because the last one broke; then it breaks for good.
  let again = false;
  let last = false;
  try {
    again = sessionStorage.getItem(AGAIN) !== null;
    last = again;
    sessionStorage.removeItem(AGAIN);
  } catch {
    // Without a memory there is no second try.
    last = true;
  }

  const fields = () => [...document.body.querySelectorAll('input:not([type=hidden]), select, textarea')];
  const isBox = (field) => field.type === 'checkbox' || field.type === 'radio';
  const isTouched = (field) => {
    if (isBox(field)) return field.checked !== field.defaultChecked;
    if (field.options) {
      const first = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
      return first !== undefined && !first.selected;
    }
    return field.value !== field.defaultValue;
  };

  // Whether the code of the page is there, and whether all of the page answers or nothing does.
  let begun = false;
  let settled = false;
  const giveUp = () => {
    if (gone) return;
    gone = settled = true;
    texts.disconnect();
    returning?.disconnect();
    // Not built anew after all: what the server sent takes links and forms, with what was typed.
    if (former) document.body.replaceChildren(former);
    root.removeAttribute(AWAKE);
    root.setAttribute('data-given-up', '');
    document.querySelectorAll('[aria-busy]').forEach((busy) => busy.removeAttribute('aria-busy'));
    document.querySelectorAll('form').forEach((form) => (form.noValidate = false));
    // A page that loads itself again without JavaScript does so here too.
    const resting = [...document.querySelectorAll('noscript')].map((noscript) => noscript.textContent).join('');
    const refresh = /"refresh" content="(\d+)(?:;url=([^"]+))?"/.exec(resting);
    if (refresh) setTimeout(() => location.replace(refresh[2] ?? location.href), refresh[1] * 1000);
    // Once, and never over something that somebody typed, nor for code that does not come.
    if (!begun || last || fields().some(isTouched)) return;
    try {
      sessionStorage.setItem(AGAIN, '');
    } catch {
      return;
    }
    location.reload();
  };
  // Whose error it is, by the addresses that its stack names; where it names none, it is taken for ours.
  const OURS = `${location.origin}/pkg/`;
  const isOurs = (error) => {
    const stack = String(error.stack).match(/[\w-]+:\/\/[^\s)]+/g) ?? [];
    const named = stack.filter((address) => !address.startsWith('wasm:'));
    return !named.length || named.some((address) => address.startsWith(OURS));
  };
  // Until the page is awake, every error ends its start. From then on traps break it, and exceptions that went through
  // the wasm, since it cleans nothing up behind them.
  const breaks = (error, thrown) => {
    if (!(error instanceof Error) || !isOurs(error)) return false;
    const isTrap = typeof WebAssembly === 'object' && error instanceof WebAssembly.RuntimeError;
    return !settled || isTrap || (thrown && /wasm-function/.test(error.stack));
  };
  window.addEventListener('error', (event) => breaks(event.error, true) && giveUp(), true);
  window.addEventListener('unhandledrejection', (event) => breaks(event.reason, false) && giveUp(), true);
  // What has not come by then is not waited for; a page that is built anew answers while its data come.
  setTimeout(() => settled || (begun && former) || giveUp(), 30000);
  // Back to a page that the browser kept, with nothing on it that would ask whether it may still be seen.
  window.addEventListener('pageshow', (event) => event.persisted && !root.hasAttribute(AWAKE) && location.reload());

  // ---- What was typed goes over into a page that is built anew.

  // A field by its form, its name and its place among those of the same kind.
  const keys = () => {
    const seen = new Map();
    return fields().map((field) => {
      const form = field.form?.getAttribute('action') ?? '';
      const key = [form, field.name || field.id, field.type, isBox(field) ? field.value : ''].join(' ');
      const place = seen.get(key) ?? 0;
      seen.set(key, place + 1);
      return [`${key} ${place}`, field];
    });
  };
  const kept = new Map();
  let former;
  let focused;
  let returning;
  const selectionOf = (field) => {
    try {
      return [field.selectionStart, field.selectionEnd];
    } catch {
      return [null, null];
    }
  };
  const keep = () => {
    for (const [key, field] of keys()) {
      if (isTouched(field)) kept.set(key, isBox(field) ? field.checked : field.value);
      if (field === document.activeElement) focused = [key, ...selectionOf(field)];
    }
  };
  const focus = (field, begin, end) => {
    if (document.activeElement === field) return;
    field.focus();
    try {
      if (begin !== null) field.setSelectionRange(begin, end);
    } catch {
      // Not every field has a place within.
    }
  };
  const giveBack = () => {
    for (const [key, field] of keys()) {
      if (kept.has(key)) {
        const value = kept.get(key);
        kept.delete(key);
        if (!isTouched(field)) {
          if (isBox(field)) field.checked = value;
          else field.value = value;
          field.dispatchEvent(new Event('input', { bubbles: true }));
          field.dispatchEvent(new Event('change', { bubbles: true }));
        }
      }
      if (focused?.[0] === key) {
        const [, begin, end] = focused;
        focused = undefined;
        focus(field, begin, end);
        // A page that just came puts the focus where it begins, within two frames.
        requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => {
          if (field.isConnected) focus(field, begin, end);
        })));
      }
    }
  };

  // ---- Text that a translation replaced. The node that the page knows goes back to its place, empty, before what stands
  // ---- in for it; when the page writes to it or takes it away, the stand-in goes.

  const standIns = new WeakMap();
  const isStandIn = new WeakSet();
  const isText = (node) => node.nodeType === Node.TEXT_NODE;
  const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
  const isForeign = (record, element) => element.localName === 'font' || record.addedNodes.length > 0;
  const standIn = (known, nodes) => {
    for (const node of known) {
      standIns.set(node, { known, nodes, data: node.data });
      if (isElement(node)) node.setAttribute('hidden', '');
      else if (isText(node)) node.data = '';
      // Also where it is taken out once more.
      if (isText(node)) texts.observe(node, { characterData: true });
    }
    nodes.forEach((node) => isStandIn.add(node));
  };
  // Nothing stands in for the node any more, nor for those that were replaced along with it.
  const release = (node) => {
    const { known, nodes } = standIns.get(node);
    for (const other of known) {
      const { data } = standIns.get(other) ?? {};
      standIns.delete(other);
      if (isElement(other)) other.removeAttribute('hidden');
      else if (other !== node && isText(other) && !other.data) other.data = data ?? '';
    }
    nodes.forEach((stand) => stand.remove());
  };
  // The same; a text says `data`, or what it says by now.
  const restore = (node, data) => {
    const [first] = standIns.get(node).nodes;
    if (!node.isConnected && first.isConnected) first.before(node);
    release(node);
    if (data !== undefined) node.data = data;
  };
  const putBack = (record, text, added) => {
    const parent = record.target;
    if (parent.closest?.('[data-whole]') || !parent.isConnected) return false;
    // Wrapped: the outermost new element around it. Replaced: new elements in its place.
    let around = text.parentNode;
    while (around && around.parentNode !== parent && around !== parent) around = around.parentNode;
    let nodes = [];
    if (around && around !== parent && added.has(around)) nodes = [around];
    else if (!text.isConnected) {
      nodes = record.addedNodes.length ? [...record.addedNodes] : [record.previousSibling, record.nextSibling];
      nodes = nodes.filter((node) => node?.nodeType === Node.ELEMENT_NODE && added.has(node) && isForeign(record, node));
      nodes = nodes.filter((node) => node.parentNode === parent);
    }
    // Whoever does it again to the empty text would do so for ever.
    if (!nodes.length || (standIns.has(text) && !text.data)) return false;
    if (text.isConnected) text.replaceWith(text.cloneNode());
    nodes[0].before(text);
    standIn([text], nodes);
    return true;
  };

  // ---- Elements that somebody replaced. Taking and giving in one step is never the page's own way, but where it sets
  // ---- the content of an element whole. Copies of ours are dead: ours take their places again. Anything else stands in
  // ---- for ours, as with text.

  const WHOLE = 'bdi, [data-whole], noscript, svg';
  const ACTIVE = 'a, button, form, input, select, summary, textarea';
  const isActive = (node) => isElement(node) && (node.matches(ACTIVE) || node.querySelector(ACTIVE) !== null);
  const isLike = (one, other) => {
    if (one.nodeType !== other.nodeType) return false;
    if (!isElement(one)) return one.data === other.data;
    if (one.localName !== other.localName || one.id !== other.id) return false;
    return isActive(one) || one.cloneNode().isEqualNode(other.cloneNode());
  };
  const undo = (record) => {
    const parent = record.target;
    const [lost, got] = [[...record.removedNodes], [...record.addedNodes]];
    const place = got.find((node) => node.parentNode === parent);
    if (!place || lost.every(isText) || lost.some((node) => node.isConnected) || parent.closest?.(WHOLE)) return false;
    const copies = new Map();
    let from = 0;
    for (const node of lost) {
      const at = got.findIndex((other, index) => index >= from && isLike(node, other));
      if (at < 0) continue;
      copies.set(node, got[at]);
      from = at + 1;
    }
    const isCopied = (node) => copies.has(node);
    if (lost.every(isCopied) || (lost.some(isActive) && lost.filter(isElement).every(isCopied))) {
      const copied = new Set(copies.values());
      got.filter((node) => isText(node) && !copied.has(node)).forEach((text) => text.remove());
      let before;
      for (const node of lost) {
        const copy = copies.get(node);
        if (copy?.parentNode === parent) copy.replaceWith(node);
        else if (before) before.after(node);
        else if (place.parentNode === parent) place.before(node);
        else parent.prepend(node);
        before = node;
      }
    } else if (!lost.some((node) => standIns.has(node))) {
      place.before(...lost);
      standIn(lost, got.filter((node) => node.parentNode === parent));
    }
    return true;
  };
  // The first node of the page, a comment that stays as long as the page does; with it, others were taken out.
  let anchor;
  const findAnchor = () => {
    const first = document.body.firstChild;
    if (first?.nodeType === Node.COMMENT_NODE) anchor = first;
  };
  let mended = 0;
  const mend = (records) => {
    const isSwept = anchor && !anchor.isConnected;
    const done = new Set();
    for (const record of [...records].reverse()) {
      const { addedNodes, removedNodes, nextSibling, previousSibling, target } = record;
      if (removedNodes.length && addedNodes.length) {
        if (undo(record)) done.add(record);
      } else if (isSwept && removedNodes[0]?.nodeType === Node.COMMENT_NODE) {
        if (nextSibling?.parentNode === target) nextSibling.before(...removedNodes);
        else if (previousSibling?.parentNode === target) previousSibling.after(...removedNodes);
        else target.append(...removedNodes);
        done.add(record);
      }
    }
    if (done.size) {
      // Somebody who does it again at once would do so for ever.
      if (!mended) setTimeout(() => (mended = 0), 1000);
      mended += 1;
    }
    if (mended > 20 || (anchor && !anchor.isConnected)) giveUp();
    return done;
  };
  // What a bilingual translation added beside words that are others by now.
  const clearBeside = (node, added) => {
    for (const element of [node.parentElement, node.parentElement?.parentElement]) {
      for (const child of [...(element?.children ?? [])]) {
        if (child.localName === 'font' && !added.has(child) && !isStandIn.has(child)) child.remove();
      }
    }
  };
  const texts = new MutationObserver((records) => {
    const added = new Set(records.flatMap((record) => [...record.addedNodes]));
    const done = mend(records);
    if (gone) return;
    // Put back just now: what the page wrote before that is what it said then.
    const fresh = new Set([...done].flatMap((record) => [...record.removedNodes]));
    for (const record of records) {
      const { addedNodes, removedNodes, target } = record;
      if (done.has(record)) continue;
      for (let node = target; node; node = node.parentNode) {
        if (isElement(node) && standIns.has(node) && !fresh.has(node)) restore(node);
      }
      if (record.type === 'characterData') {
        clearBeside(target, added);
        if (standIns.has(target)) restore(target, fresh.has(target) ? standIns.get(target).data : undefined);
        continue;
      }
      if (target.matches?.(WHOLE) && addedNodes.length && ![...addedNodes].some((node) => node.localName === 'font')) {
        clearBeside(target, added);
      }
      for (const node of removedNodes) {
        const known = standIns.get(node);
        if (known && !node.isConnected && !addedNodes.length) {
          // Taken away by the page; should it come back, then as it was.
          release(node);
          if (isText(node) && !node.data) node.data = known.data;
        } else if (isText(node) && putBack(record, node, added)) fresh.add(node);
      }
      for (const node of addedNodes) {
        const known = standIns.get(node);
        // Moved by the page: what stands in for it stands somewhere else.
        if (known && !fresh.has(node) && !known.known.includes(node.nextSibling) && node.nextSibling !== known.nodes[0]) {
          restore(node, isText(node) ? node.data || known.data : undefined);
        }
      }
    }
    texts.takeRecords();
  });

  const awake = (how) => {
    if (gone) return;
    root.setAttribute(AWAKE, how);
    former = undefined;
    settled = true;
    texts.observe(document.body, { childList: true, characterData: true, subtree: true });
    [root, document].forEach((node) => texts.observe(node, { childList: true }));
  };

  window.parlor = {
    // Whether the page may still wake up; from here on its code runs.
    begin: () => !gone && (begun = true),
    isIntact: () => !again && structure() === digest,
    hydrated() {
      findAnchor();
      awake('');
    },
    clear() {
      keep();
      // It came without trouble, so another load would end here again.
      last = true;
      former = document.createDocumentFragment();
      former.append(...document.body.childNodes);
    },
    mounted() {
      findAnchor();
      // Pages come once their data are there.
      const look = () => {
        giveBack();
        if (!root.hasAttribute(AWAKE) && document.querySelector('h1')) awake('anew');
      };
      returning = new MutationObserver(look);
      returning.observe(document.body, { childList: true, subtree: true });
      setTimeout(() => {
        returning.disconnect();
        kept.clear();
      }, 10000);
      look();
    },
    giveUp,
  };
})();
