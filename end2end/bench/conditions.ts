import { type CDPSession, type Page, expect } from '@playwright/test';

/** What a network lets through. */
interface Network {
  /** Bits a second that come. */
  down: number;
  /** Bits a second that go. */
  up: number;
  /** Milliseconds from a request to the first byte of its answer, at least. */
  roundTrip: number;
}

/** A phone on the way: “fast 3G”. */
export const FAST_3G: Network = { down: 1_600_000, up: 750_000, roundTrip: 150 };

/** A phone of the middle, against the machine that measures: everything takes four times as long. */
export const PHONE_CPU = 4;

/** From here on the page's documents, files and calls come over this network. The stream of a shared worker does not. */
export async function emulateNetwork(devtools: CDPSession, { down, up, roundTrip }: Network): Promise<void> {
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: roundTrip,
    downloadThroughput: down / 8,
    uploadThroughput: up / 8,
  });
}

/** From here on the page's scripts, layout and painting take so many times as long. */
export async function slowDown(devtools: CDPSession, rate: number): Promise<void> {
  await devtools.send('Emulation.setCPUThrottlingRate', { rate });
}

/** Counts what a page transfers, from here on: headers and bodies as they come over the network, compressed. */
export class Transfer {
  /** The addresses of what is on its way, by request. */
  private readonly open = new Map<string, string>();
  /** Bytes of what has come whole. */
  bytes = 0;
  /** How many answers have come whole. */
  answers = 0;
  /** The compressions that wasm came in, each once. */
  readonly wasmEncodings = new Set<string>();

  private constructor() {}

  static async start(devtools: CDPSession): Promise<Transfer> {
    const transfer = new Transfer();
    devtools.on('Network.requestWillBeSent', ({ requestId, request }) => {
      const { protocol, pathname } = new URL(request.url);
      // The worker of the stream loads its script by itself: the page hears that it is asked for, and never that it came.
      if (protocol === 'http:' && !pathname.startsWith('/events/')) transfer.open.set(requestId, request.url);
    });
    devtools.on('Network.responseReceived', ({ response }) => {
      if (response.mimeType !== 'application/wasm') return;
      const encoding = Object.entries(response.headers).find(([name]) => name.toLowerCase() === 'content-encoding');
      transfer.wasmEncodings.add(encoding?.[1] ?? 'none');
    });
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (!transfer.open.delete(requestId)) return;
      transfer.bytes += encodedDataLength;
      transfer.answers += 1;
    });
    devtools.on('Network.loadingFailed', ({ requestId }) => transfer.open.delete(requestId));
    await devtools.send('Network.enable');
    return transfer;
  }

  /** Waits until all that was asked for has come. */
  async complete(): Promise<void> {
    await expect.poll(() => [...this.open.values()], { message: 'requests on their way' }).toEqual([]);
  }
}

/** Two frames of the page: what was in the document before them is painted. */
export async function twoFrames(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
