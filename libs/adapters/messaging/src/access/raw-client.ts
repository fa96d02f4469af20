import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { jwtIn } from './nats-jwt';
import { pairOf } from './nkeys';

const answerMs = 5_000;

/** What a server said to one line; of several refusals the first. */
export type Said = 'nothing' | { readonly refused: string };

/** A NATS connection without a client in between: subjects go out as they are, and the server alone judges them. */
export class RawClient {
  private read = '';
  private isOver = false;
  private waiting: (() => void) | undefined;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.read += chunk.toString('latin1');
      this.waiting?.();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.isOver = true;
      this.waiting?.();
    });
  }

  /**
   * @param creds text of a .creds file
   * @throws when the server lets nobody in with it
   */
  static async enter(url: string, creds: string): Promise<RawClient> {
    const { hostname, port } = new URL(url.replace(/^(nats|tls):/, 'http:'));
    const plain = connect({ host: hostname, port: Number(port || 4222) });
    await once(plain, 'connect');
    const [first] = (await once(plain, 'data')) as [Buffer];
    const info = JSON.parse(first.toString('utf8').replace(/^INFO /, '')) as {
      nonce?: string;
      tls_required?: boolean;
    };
    const socket = info.tls_required ? connectTls({ socket: plain, servername: hostname }) : plain;
    if (socket !== plain) await once(socket, 'secureConnect');
    const client = new RawClient(socket);
    const seed = /\bSU[A-Z2-7]{56}\b/.exec(creds)?.[0] ?? '';
    const sig = Buffer.from(pairOf(seed).sign(Buffer.from(info.nonce ?? ''))).toString('base64url');
    const hello = { verbose: false, pedantic: false, protocol: 1, headers: true, jwt: jwtIn(creds), sig };
    const said = await client.say(`CONNECT ${JSON.stringify(hello)}\r\n`);
    if (said !== 'nothing') throw new Error(said.refused);
    return client;
  }

  /** Whether the server has closed it. */
  get isClosed(): boolean {
    return this.isOver;
  }

  publish(subject: string): Promise<Said> {
    return this.say(`PUB ${subject} 0\r\n\r\n`);
  }

  async subscribe(subject: string): Promise<Said> {
    const said = await this.say(`SUB ${subject} 1\r\n`);
    await this.say('UNSUB 1\r\n');
    return said;
  }

  /** Whatever one likes, and what the server says to it before it answers a ping. */
  async say(lines: string): Promise<Said> {
    this.read = '';
    this.socket.write(`${lines}PING\r\n`, 'latin1');
    const deadline = Date.now() + answerMs;
    while (!this.isOver && !this.read.includes('PONG\r\n')) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`the server did not answer within ${answerMs} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiting = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const refused = /-ERR '([^\r\n]*)'/.exec(this.read)?.[1];
    if (refused !== undefined) return { refused };
    return this.isOver ? { refused: 'the connection was closed' } : 'nothing';
  }

  close(): void {
    this.socket.destroy();
  }
}
