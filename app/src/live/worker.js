// Holds the one stream of live updates of a browser, for all its tabs that are seen (ADR 6). A shared worker; where a
// browser has none, a tab's own worker runs the same script.
//
// A tab says "hello" with the nonce of its new page, "hello" alone when it is seen again, "here" after every beat, "now"
// when the network is back, and "bye". It hears "alive" after each hello, "beat ACCOUNT", "change", "cut" and "refused".
'use strict';

/** Two beats and a little: after this a stream is not believed any more. */
const SILENT = 4200;
/** A tab that said nothing for this long is gone: closed, crashed or frozen. */
const GONE = 15_000;
/** The pause before another try grows up to this. */
const LONGEST = 60_000;

/** Tabs that are seen, each with the time of its last word. */
const tabs = new Map();
/** The stream that beats, and the one that is being opened. */
let stream, trial;
let account = '';
let pause = 0;
let again;

function tell(word, to = tabs.keys()) {
  for (const tab of [...to]) tab.postMessage(word);
}

/** Opens a stream beside the one there is, which ends as soon as the new one beats: so a browser that signed in as
 * somebody else is heard by its new session, and nothing is missed in between. */
function open(page, tab) {
  clearTimeout(again);
  if (trial) {
    end(trial);
    // What it would have told them nobody will.
    tell('change', trial.waiting);
  }
  const source = new EventSource('/events' + (page ? '?page=' + encodeURIComponent(page) : ''));
  const opened = (trial = { source, waiting: new Set(tab ? [tab] : []), gap: false, beats: 0 });
  opened.watch = setTimeout(silent, SILENT, opened);
  source.addEventListener('beat', ({ data }) => beat(opened, data));
  source.addEventListener('change', () => tell('change'));
  // Something changed while the page was on its way.
  source.addEventListener('missed', () => tell('change', opened.first));
  source.onerror = () => failed(opened);
}

function end(opened) {
  clearTimeout(opened.watch);
  opened.source.close();
}

function beat(opened, whose) {
  clearTimeout(opened.watch);
  opened.watch = setTimeout(silent, SILENT, opened);
  opened.beats += 1;
  // Some proxies let the first bytes through and no more.
  if (opened.beats > 1) pause = 0;
  if (opened === trial) {
    if (stream) end(stream);
    stream = opened;
    trial = undefined;
    opened.first = opened.waiting;
    opened.waiting = new Set();
  }
  account = whose;
  if (!trial) clearTimeout(again);
  if (nobody()) return rest();
  tell('beat ' + account, [...tabs.keys()].filter((tab) => !trial || !trial.waiting.has(tab)));
  if (opened.gap) {
    opened.gap = false;
    tell('change');
  }
}

/** Cut: the browser comes back by itself. Refused: it does not. */
function failed(opened) {
  opened.gap = true;
  if (opened.source.readyState !== EventSource.CLOSED) return tell('cut');
  end(opened);
  tell('refused');
  if (opened === stream) stream = undefined;
  if (opened === trial) trial = undefined;
  if (!trial && !stream) later();
}

function silent(opened) {
  opened.gap = true;
  if (!trial || trial === opened) later();
}

function later() {
  clearTimeout(again);
  again = setTimeout(reopen, pause);
  pause = Math.min(Math.max(2 * pause, 4_000), LONGEST);
}

function reopen() {
  if (nobody()) return rest();
  if (stream) end(stream);
  stream = undefined;
  open();
  trial.gap = true;
}

function nobody() {
  const now = Date.now();
  for (const [tab, heard] of tabs) if (now - heard > GONE) tabs.delete(tab);
  return tabs.size === 0;
}

function rest() {
  clearTimeout(again);
  if (stream) end(stream);
  if (trial) end(trial);
  stream = trial = undefined;
  pause = 0;
}

function hear(tab, word) {
  if (word === 'bye') {
    tabs.delete(tab);
    if (trial) trial.waiting.delete(tab);
    return tabs.size === 0 ? rest() : undefined;
  }
  tabs.set(tab, Date.now());
  if (word === 'now') {
    pause = 0;
    reopen();
  } else if (word.startsWith('hello')) {
    tab.postMessage('alive');
    const page = word.slice('hello '.length);
    if (page) open(page, tab);
    else if (!stream && !trial) open(undefined, tab);
    else if (stream && !stream.gap) tab.postMessage('beat ' + account);
  }
}

if ('onconnect' in self) {
  self.onconnect = ({ ports: [tab] }) => {
    tab.onmessage = ({ data }) => hear(tab, data);
  };
} else {
  self.onmessage = ({ data }) => hear(self, data);
}
