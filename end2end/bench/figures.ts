/** The value that `part` (0 to 1) of all values do not exceed: the smallest such one that was measured. */
export function percentile(values: number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const value = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

/** The middle one. */
export function median(values: number[]): number {
  return percentile(values, 0.5);
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

export function millis(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`;
}

export function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} KB`;
}

/** Prints a table in Markdown, as docs/PERFORMANCE.md has it. */
export function printTable(head: string[], rows: string[][]): void {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  console.log(['', line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n'));
}
