import { createHash } from 'node:crypto';

/** In whose name a step acts, and when. */
export interface Act {
  /** ISO 8601 UTC instant, not in the future. */
  readonly at: string;
  readonly agency: string;
  readonly officer: string;
  /** Unique within the scenario, so that a second play of the same step is the first one. */
  readonly key: string;
}

/** The gateway said no to a step of the scenario: a defect of the scenario or of the gateway, a retry does not help. */
class StepRefused extends Error {
  constructor(
    readonly step: string,
    readonly status: number,
    readonly problem: string,
  ) {
    super(`the scenario's step ${step} was answered ${status}: ${problem}`);
    this.name = 'StepRefused';
  }
}

const arrivalTriesMax = 400;
const arrivalPauseMs = 50;

/** Speaks to the gateway as every other client does, with the privilege of bringing past instants. */
export class ImportingClient {
  constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  /** Uploads bytes and answers the part that names them. */
  async upload(text: string, name: string, act: Act) {
    const bytes = Buffer.from(text, 'utf8');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await this.send('PUT', `/contents/${sha256}`, bytes, act, {
      'content-type': 'application/octet-stream',
      'content-secrecy': 'none',
    });
    return { sha256, size: bytes.byteLength, mediaType: 'text/plain', name };
  }

  put(path: string, body: unknown, act: Act): Promise<Record<string, unknown>> {
    return this.send('PUT', path, JSON.stringify(body), act, { 'content-type': 'application/json' });
  }

  post(path: string, body: unknown, act: Act): Promise<Record<string, unknown>> {
    return this.send('POST', path, JSON.stringify(body), act, { 'content-type': 'application/json' });
  }

  /**
   * A recipient cannot act before its delivery arrived, and that is a reaction of the exchange: asks again until it
   * has.
   */
  async postWhenArrived(path: string, body: unknown, act: Act): Promise<Record<string, unknown>> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.post(path, body, act);
      } catch (error) {
        const early = error instanceof StepRefused && error.status === 404;
        if (!early || tries === arrivalTriesMax) throw error;
        await new Promise((resolve) => setTimeout(resolve, arrivalPauseMs));
      }
    }
  }

  private async send(
    method: string,
    path: string,
    body: string | Buffer,
    act: Act,
    headers: Record<string, string>,
  ) {
    const response = await fetch(`${this.address}${path}`, {
      method,
      body,
      headers: {
        ...headers,
        authorization: `Bearer ${this.token}`,
        'idempotency-key': act.key,
        'import-occurred-at': act.at,
        'import-on-behalf-of': `${act.agency}/${act.officer}`,
        'import-source': 'scenario',
      },
    });
    const text = await response.text();
    if (!response.ok) throw new StepRefused(`${method} ${path} (${act.key})`, response.status, text);
    return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  }
}
