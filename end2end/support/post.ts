import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** A mail server that never takes what is for `nobody@…`, nor what is for `later@…` before it is ready, and takes the rest. */
export class Post {
  /** Whether it takes what is for `later@…` by now. */
  ready = false;
  private readonly open = new Set<Socket>();
  private readonly server = createServer((socket) => void this.talk(socket));

  static async listen(): Promise<Post> {
    const post = new Post();
    post.server.listen(0, '127.0.0.1');
    await once(post.server, 'listening');
    return post;
  }

  /** What the server is told to send its mail by. */
  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}?tls=none`;
  }

  close(): void {
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }

  private async talk(socket: Socket): Promise<void> {
    this.open.add(socket);
    socket.on('close', () => this.open.delete(socket));
    // Whoever hangs up has nothing more to say.
    socket.on('error', () => socket.destroy());
    const say = (reply: string): void => void socket.write(`${reply}\r\n`);
    say('220 mail.test');
    let inMail = false;
    for await (const line of createInterface({ input: socket })) {
      if (inMail) {
        if (line !== '.') continue;
        inMail = false;
        say('250 taken');
      } else if (line === 'DATA') {
        inMail = true;
        say('354 go on');
      } else if (line.startsWith('RCPT TO:<nobody@')) {
        say('550 5.1.1 No such person here');
      } else if (line.startsWith('RCPT TO:<later@') && !this.ready) {
        say('451 4.7.1 Come back in a while');
      } else {
        say('250 yes');
      }
    }
  }
}
