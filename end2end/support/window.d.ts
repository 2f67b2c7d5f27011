import type { DomSnapshot } from './dom-recorder';

declare global {
  interface Window {
    /** Set by `countDocuments`; gone when another document was loaded. */
    firstDocument?: boolean;
    /** Lets a tab that was made dumb speak again. */
    revive?: () => unknown;
    /** What was on the page at every change of it; see `recordDom`. */
    snapshots?: DomSnapshot[];
    /** The watch over the document, app/src/watch.js. */
    parlor: { giveUp(): void };
  }
}
