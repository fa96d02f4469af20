import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import {
  createServer as createPlainServer,
  type IncomingMessage,
  type Server as PlainServer,
  type ServerResponse,
} from 'node:http';
import { createServer, Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { makeCertificates } from '../conformance/event-store/certificates';

/** One message as it came. */
export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
  /** Resets the connection that it came on, below TLS. */
  readonly reset: () => void;
}

export type Behaviour = (received: Received, response: ServerResponse) => void;

const json =
  (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  (_, response) =>
    void response.writeHead(status, headers).end(JSON.stringify(body));

/** Bytes as they are, in place of an answer. */
const raw =
  (...parts: readonly string[]): Behaviour =>
  (_, { socket }) =>
    void socket?.write(parts.join(''));

/** The same bytes again and again, until the other end has enough. */
const again =
  (begin: string, piece: string, everyMs: number): Behaviour =>
  (_, { socket }) => {
    socket?.write(begin);
    const timer = setInterval(() => socket?.write(piece), everyMs);
    socket?.once('close', () => clearInterval(timer));
  };

/** What receivers do; all but the slow ones give a challenge back first. */
export const behaviours = {
  takes: ({ event }, response) => void response.end(JSON.stringify({ challenge: event.data['challenge'] })),
  fails: json(500, {}),
  redirects: json(302, {}, { location: 'https://127.0.0.1/elsewhere' }),
  gone: json(410, {}),
  busy: json(429, {}, { 'retry-after': '2' }),
  hangs: () => undefined,
  resets: ({ reset }) => reset(),
  /** The head says 200, the rest never comes. */
  'takes slowly': (_, response) => void response.writeHead(200, { 'content-length': '100' }).write('{'),
  'resets in the middle': ({ reset }, response) =>
    void response.writeHead(200, { 'content-length': '100' }).write('{', reset),
  'hangs up': (_, { socket }) => void socket?.end(),
  'drips its head': again('HTTP/1.1 200 OK\r\nx-drip: ', 'x', 10),
  'drips its body': again('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '1\r\nx\r\n', 10),
  'floods with heads': again('', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100), 1),
  'sends a huge head': raw('HTTP/1.1 200 OK\r\n', `x-huge: ${'x'.repeat(64 * 1024)}\r\n\r\n`),
  'answers in broken pieces': raw('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', 'no-length\r\n'),
  'speaks another protocol': raw('SSH-2.0-OpenSSH_9.2\r\n'),
  'switches protocols': raw(
    'HTTP/1.1 101 Switching Protocols\r\n',
    'upgrade: websocket\r\nconnection: upgrade\r\n\r\n',
  ),
  'answers without end': (_, response) => {
    response.writeHead(200);
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(4_096)));
    };
    response.on('drain', more);
    more();
  },
} as const satisfies Readonly<Record<string, Behaviour>>;

/** A system that takes webhooks, over TLS. */
export class Receiver {
  readonly received: Received[] = [];
  private readonly news = new EventEmitter();
  private readonly connections = new Map<number | undefined, Socket>();

  private constructor(
    private readonly server: Server | PlainServer,
    public behaviour: Behaviour,
  ) {
    server.on(
      'request',
      (request: IncomingMessage, response: ServerResponse) => void this.take(request, response),
    );
    server.on('connection', (socket: Socket) => void this.connections.set(socket.remotePort, socket));
    server.on('tlsClientError', () => undefined);
  }

  /** Without certificates over plain HTTP. */
  static async start(behaviour: Behaviour, certificates?: { key: Buffer; cert: Buffer }): Promise<Receiver> {
    const server = certificates === undefined ? createPlainServer() : createServer(certificates);
    const receiver = new Receiver(server, behaviour);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Of a name that its certificate is for. */
  get url(): string {
    return this.server instanceof Server
      ? `https://localhost:${this.port}/hook`
      : `http://127.0.0.1:${this.port}/hook`;
  }

  get origin(): string {
    return new URL(this.url).origin;
  }

  /** Resolves when what came fits, looked at with each message. */
  async until(fits: (received: readonly Received[]) => boolean): Promise<void> {
    while (!fits(this.received)) await once(this.news, 'received');
  }

  /** Messages but for challenges and tests. */
  get events(): readonly Received['event'][] {
    return this.received
      .map(({ event }) => event)
      .filter(({ type }) => !type.startsWith('vn.lienthong.webhook.'));
  }

  /** Connections that wait for another message. */
  closeIdle(): void {
    this.server.closeIdleConnections();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    const connection = this.connections.get(request.socket.remotePort);
    const body = await text(request).catch(() => '');
    if (body === '') return;
    const received = {
      headers: request.headers as Readonly<Record<string, string>>,
      body,
      event: JSON.parse(body) as Received['event'],
      reset: () => void connection?.resetAndDestroy(),
    };
    this.received.push(received);
    this.behaviour(received, response);
    this.news.emit('received');
  }
}

/** Receivers under one authority of their own. */
export class Receivers {
  private readonly started: Receiver[] = [];

  private constructor(
    private readonly folder: string,
    private readonly certificates: { key: Buffer; cert: Buffer },
    /** PEM of the authority. */
    readonly ca: string,
  ) {}

  static async open(): Promise<Receivers> {
    const folder = await mkdtemp(join(tmpdir(), 'receivers-'));
    const files = await makeCertificates(folder);
    const [key, cert] = [readFileSync(files.privateKeyFile), readFileSync(files.certificateFile)];
    return new Receivers(folder, { key, cert }, readFileSync(files.authorityFile, 'utf8'));
  }

  async start(behaviour: Behaviour = behaviours.takes): Promise<Receiver> {
    const receiver = await Receiver.start(behaviour, this.certificates);
    this.started.push(receiver);
    return receiver;
  }

  async stop(): Promise<void> {
    await Promise.all(this.started.splice(0).map((receiver) => receiver.stop()));
    await rm(this.folder, { recursive: true, force: true });
  }
}
