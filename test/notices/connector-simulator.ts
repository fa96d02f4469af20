import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ShortMessage {
  readonly id: string;
  readonly way: string;
  readonly to: string;
  readonly text: string;
}

/**
 * A connector as an operator of telephones would keep one: it sends what it is told once for each id, and refuses
 * numbers it does not know.
 */
export class ConnectorSimulator {
  /** In the order they came, repeats among them. */
  readonly asked: ShortMessage[] = [];
  /** By number, each message once. */
  readonly sent = new Map<string, string[]>();
  readonly unknownNumbers = new Set<string>();
  /** What the next answers are, before it does as it should: a status, or none at all. */
  readonly faults: (number | 'no answer')[] = [];
  private readonly ids = new Set<string>();
  private readonly news = new EventEmitter();

  private constructor(
    private readonly server: Server,
    private readonly token: string,
  ) {}

  static async start(token: string): Promise<ConnectorSimulator> {
    const server = createServer();
    const simulator = new ConnectorSimulator(server, token);
    server.on('request', (request, response) => {
      void text(request).then((body) => {
        const status = simulator.answerTo(request.headers.authorization, body);
        if (status !== 'no answer') response.writeHead(status).end();
        simulator.news.emit('news');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return simulator;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/messages`;
  }

  /** Resolves when it holds, looked at with each thing that comes. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await once(this.news, 'news');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answerTo(authorization: string | undefined, body: string): number | 'no answer' {
    if (authorization !== `Bearer ${this.token}`) return 401;
    const message = JSON.parse(body) as ShortMessage;
    this.asked.push(message);
    const fault = this.faults.shift();
    if (fault !== undefined) return fault;
    if (this.unknownNumbers.has(message.to)) return 422;
    if (!this.ids.has(message.id)) {
      this.ids.add(message.id);
      this.sent.set(message.to, [...(this.sent.get(message.to) ?? []), message.text]);
    }
    return 202;
  }
}
