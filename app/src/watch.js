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
    if (!gone) return;
    event.stopImmediatePropagation();
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

  const giveUp = () => {
    if (gone) return;
    gone = true;
    texts.disconnect();
    returning?.disconnect();
    // Not built anew after all: what the server sent takes links and forms, with what was typed.
    if (former) document.body.replaceChildren(former);
    root.removeAttribute(AWAKE);
    root.setAttribute('data-given-up', '');
    document.querySelectorAll('[aria-busy]').forEach((busy) => busy.removeAttribute('aria-busy'));
    document.querySelectorAll('form').forEach((form) => (form.noValidate = false));
    // Once, and never over something that somebody typed.
    if (last || fields().some(isTouched)) return;
    try {
      sessionStorage.setItem(AGAIN, '');
    } catch {
      return;
    }
    location.reload();
  };
  const isTrap = (error) => typeof WebAssembly === 'object' && error instanceof WebAssembly.RuntimeError;
  window.addEventListener('error', (event) => isTrap(event.error) && giveUp(), true);
  window.addEventListener('unhandledrejection', (event) => isTrap(event.reason) && giveUp(), true);

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
  const isForeign = (record, element) => element.localName === 'font' || record.addedNodes.length > 0;
  // Nothing stands in for the text any more; it says `data`, or what it says by now.
  const restore = (text, data) => {
    const { nodes } = standIns.get(text);
    standIns.delete(text);
    if (!text.isConnected && nodes[0].isConnected) nodes[0].before(text);
    nodes.forEach((node) => node.remove());
    if (data !== undefined) text.data = data;
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
    standIns.set(text, { nodes, data: text.data });
    text.data = '';
    // Also where it is taken out once more.
    texts.observe(text, { characterData: true });
    return true;
  };
  const texts = new MutationObserver((records) => {
    const added = new Set(records.flatMap((record) => [...record.addedNodes]));
    // Put back just now: what the page wrote before that is what it said then.
    const fresh = new Set();
    for (const record of records) {
      if (record.type === 'characterData') {
        const text = record.target;
        if (standIns.has(text)) restore(text, fresh.has(text) ? standIns.get(text).data : undefined);
        continue;
      }
      const isText = (node) => node.nodeType === Node.TEXT_NODE;
      for (const text of [...record.removedNodes].filter(isText)) {
        const known = standIns.get(text);
        if (known && !text.isConnected && !record.addedNodes.length) {
          // Taken away by the page; should it come back, then as it was.
          known.nodes.forEach((node) => node.remove());
          standIns.delete(text);
          if (!text.data) text.data = known.data;
        } else if (putBack(record, text, added)) fresh.add(text);
      }
      for (const text of [...record.addedNodes].filter(isText)) {
        const known = standIns.get(text);
        // Moved by the page: what stands in for it stands somewhere else.
        if (known && !fresh.has(text) && text.nextSibling !== known.nodes[0]) restore(text, text.data || known.data);
      }
    }
    texts.takeRecords();
  });

  const awake = (how) => {
    if (gone) return;
    root.setAttribute(AWAKE, how);
    former = undefined;
    texts.observe(document.body, { childList: true, characterData: true, subtree: true });
  };

  window.parlor = {
    isIntact: () => !again && structure() === digest,
    hydrated: () => awake(''),
    clear() {
      keep();
      // It came without trouble, so another load would end here again.
      last = true;
      former = document.createDocumentFragment();
      former.append(...document.body.childNodes);
    },
    mounted() {
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
