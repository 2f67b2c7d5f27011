import type { BrowserContext } from '@playwright/test';

/**
 * What must never happen on any page: an error in the console (a content security policy that was broken is one), an
 * exception nobody caught, a request to another host. Tests that provoke a failed request say so first.
 */
export class BrowserErrors {
  private readonly found: string[] = [];
  private readonly allowed: RegExp[] = [];
  private readonly exceptions: RegExp[] = [];
  private readonly origins = new Set<string>();
  private leaving = false;

  /** A refusal with one of these statuses is what the test is about; browsers log every one. */
  allowStatus(...statuses: number[]): void {
    for (const status of statuses) {
      this.allowed.push(new RegExp(`^Failed to load resource: the server responded with a status of ${status} `));
    }
  }

  /** The test provokes this. */
  allow(message: RegExp): void {
    this.allowed.push(message);
  }

  /** The test provokes an exception that nobody catches. */
  allowExceptions(message: RegExp): void {
    this.exceptions.push(message);
  }

  /** The test leaves a page that asks whether to, and says yes. */
  allowLeaving(): void {
    this.leaving = true;
  }

  /** The server is stopped on purpose. */
  allowOffline(): void {
    this.allowed.push(/^Failed to load resource: net::ERR_(CONNECTION_|EMPTY_RESPONSE|SOCKET_|INCOMPLETE_)/);
  }

  /** Everything that was not allowed. */
  all(): string[] {
    return this.found;
  }

  /** The test opens the server under this origin too. */
  allowOrigin(origin: string): void {
    this.origins.add(origin);
  }

  watch(context: BrowserContext, ...origins: string[]): void {
    for (const origin of origins) this.allowOrigin(origin);
    context.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !this.allowed.some((allowed) => allowed.test(text))) {
        this.found.push(`console: ${text} (${message.location().url})`);
      }
    });
    context.on('weberror', (error) => {
      const { message, stack } = error.error();
      if (!this.exceptions.some((allowed) => allowed.test(message))) this.found.push(`exception: ${stack ?? message}`);
    });
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && !this.origins.has(url.origin)) {
        this.found.push(`request to another host: ${request.url()}`);
      }
    });
    context.on('dialog', (dialog) => {
      if (this.leaving && dialog.type() === 'beforeunload') {
        void dialog.accept();
        return;
      }
      this.found.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }
}
