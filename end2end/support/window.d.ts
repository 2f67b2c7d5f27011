import type { Sight } from './sights';

declare global {
  interface Window {
    /** Set by `countDocuments`; gone when another document was loaded. */
    firstDocument?: boolean;
    /** What was on the page at every change of it; see `recordSights`. */
    sights?: Sight[];
  }
}
