import type { BrowserContext, Request } from '@playwright/test';

/** The referrers of what a browser asks for and gets from now on. */
export class Referrers {
  private readonly asked: Promise<string>[] = [];
  private readonly note = (request: Request): void => {
    this.asked.push(request.allHeaders().then((headers) => headers.referer ?? ''));
  };

  constructor(private readonly context: BrowserContext) {
    context.on('requestfinished', this.note);
  }

  /** What was told until now. It ends the listening: what a closing page still asks for has no headers to be read. */
  async told(): Promise<string[]> {
    this.context.off('requestfinished', this.note);
    return Promise.all(this.asked);
  }
}
