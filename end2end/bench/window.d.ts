/** What came of one switch of organizations, in milliseconds of the page's own clock after the input. */
export interface Switched {
  /** The input that began it: `click`, or `keydown` of Enter. */
  by: string;
  /** When the call for its home page was sent, and when its answer was there; not where the page had it already. */
  asked?: number;
  answered?: number;
  /** When all of the new organization was in the document. */
  inDocument: number;
  /** When the frame after the one that painted it began. */
  painted: number;
}

declare global {
  interface Window {
    /** When the page was awake, in milliseconds after its navigation began. */
    awakeAt?: number;
    /** The switch that is measured. */
    switched?: Promise<Switched>;
  }
}
