// Holds the one stream of live updates of a browser, for all its open tabs (ADR 6, ADR 21). A shared worker; where a
// browser has none, a tab's own worker runs the same script.
//
// A tab says "team SLUG" when it shows the people of an organization, "team" when it does not any more, "hello" with the nonce
// of its new page, "hello" alone when it is seen again, "hidden" when it is not, "here" after every beat, "now"
// when the network is back, and "bye". It hears "alive" after each hello, "beat ACCOUNT", and while it is seen "change", "cut",
// "refused", "team SLUG NEWS" and "chosen CHOICES".
'use strict';

/** Two beats and a little: after this a stream is not believed any more. */
const SILENT = 4200;
/** A tab that said nothing for this long is gone: closed, crashed or frozen. */
const GONE = 15_000;
/** The pause before another try grows up to this. */
const LONGEST = 60_000;

/** Tabs say what they show one after the other: the stream is opened anew once for all of it. */
const SETTLE = 50;

/** Open tabs, each with the time of its last word, what it shows, and whether it is seen. */
const tabs = new Map();
/** The stream that beats, and the one that is being opened. */
let stream, trial;
let account = '';
let pause = 0;
let again;
let regroup;

function tell(word, to = seen()) {
  for (const tab of [...to]) tab.postMessage(word);
}

function seen() {
  return [...tabs].filter(([, { hidden }]) => !hidden).map(([tab]) => tab);
}

/** The organizations whose people are shown. */
function teams() {
  return new Set([...tabs.values()].map(({ team }) => team).filter(Boolean));
}

/** Opens the stream anew where it does not tell of all that is shown. */
function follow() {
  const current = trial || stream;
  if (current && [...teams()].some((team) => !current.teams.has(team))) open();
}

/** What became of people, to those who show them: "SLUG NEWS". */
function news({ data }) {
  const slug = data.slice(0, data.indexOf(' '));
  tell('team ' + data, seen().filter((tab) => tabs.get(tab).team === slug));
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
  const shown = teams();
  const query = new URLSearchParams();
  if (page) query.set('page', page);
  if (shown.size > 0) query.set('team', [...shown].join(','));
  const asked = String(query);
  const source = new EventSource(asked ? '/events?' + asked : '/events');
  const opened = (trial = { source, teams: shown, waiting: new Set(tab ? [tab] : []), gap: false, beats: 0 });
  opened.watch = setTimeout(silent, SILENT, opened);
  source.addEventListener('beat', ({ data }) => beat(opened, data));
  source.addEventListener('change', () => tell('change'));
  source.addEventListener('team', news);
  source.addEventListener('chosen', ({ data }) => tell('chosen ' + data));
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
  for (const [tab, { heard }] of tabs) if (now - heard > GONE) tabs.delete(tab);
  return tabs.size === 0;
}

function rest() {
  clearTimeout(again);
  clearTimeout(regroup);
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
  const known = tabs.get(tab) || { team: '', hidden: false };
  tabs.set(tab, known);
  known.heard = Date.now();
  if (word === 'hidden') {
    known.hidden = true;
  } else if (word === 'team' || word.startsWith('team ')) {
    known.team = word.slice('team '.length);
    clearTimeout(regroup);
    regroup = setTimeout(follow, SETTLE);
  } else if (word === 'now') {
    pause = 0;
    reopen();
  } else if (word.startsWith('hello')) {
    known.hidden = false;
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
