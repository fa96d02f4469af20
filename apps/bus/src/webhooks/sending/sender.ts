import * as http from 'node:http';
import * as https from 'node:https';
import type { AllowedPlaces } from './allowed-places';
import { AddressNotAllowed, byNameServers, bySystem, checkedLookup, type Resolve } from './checked-lookup';
import { urlFault } from './webhook-url';

/** Why there was no answer, or none in time. */
type SendProblem =
  'address-not-allowed' | 'unresolved' | 'unreachable' | 'certificate' | 'reset' | 'too-late' | 'not-http';

export type SendOutcome = { readonly tookMs: number } & (
  | {
      readonly status: number;
      /** As it was answered. */
      readonly retryAfter?: string;
      /** As much of it as was read. */
      readonly text: string;
    }
  | { readonly problem: SendProblem }
);

export interface SenderParts {
  readonly allowed: AllowedPlaces;
  /** From the first look at the name to the last byte of the answer, milliseconds. */
  readonly limitMs?: number;
  readonly resolve?: Resolve;
  /** Certificates of authorities besides those of this process (NODE_EXTRA_CA_CERTS), PEM. */
  readonly ca?: string;
}

export interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const limitMsByDefault = 10_000;
/** Of an answer; what comes after it ends the connection. */
const answerBytesMax = 16 * 1024;
/** Heads before that of the answer (1xx); who sends more keeps the process busy and answers nothing. */
const headsBeforeMax = 8;
/** A connection that nothing went over for so long is closed, milliseconds. */
const idleMs = 4_000;

/**
 * Sends one request and tells what became of it; throws nothing. Redirects are answers, not orders; no proxy is asked;
 * certificates are always checked, whatever the environment says.
 */
export class Sender {
  private readonly limitMs: number;
  private readonly resolve: Resolve;
  private readonly plain = new http.Agent({ keepAlive: true, timeout: idleMs, maxFreeSockets: 1 });
  private readonly secure: https.Agent;

  constructor(private readonly parts: SenderParts) {
    const { limitMs = limitMsByDefault, resolve = byNameServers(), ca } = parts;
    this.limitMs = limitMs;
    this.resolve = resolve;
    this.secure = new https.Agent({
      ...{ keepAlive: true, timeout: idleMs, maxFreeSockets: 1 },
      ...{ rejectUnauthorized: true, minVersion: 'TLSv1.2' as const },
      ...(ca === undefined ? {} : { ca }),
    });
  }

  async post(sent: Sent): Promise<SendOutcome> {
    const began = performance.now();
    const leftMs = (): number => this.limitMs - (performance.now() - began);
    let ended = await this.once(sent, leftMs());
    // The other end closed a connection it had kept, which nobody can know before writing to it.
    if (ended === 'closed-meanwhile') ended = await this.once(sent, leftMs());
    const outcome = ended === 'closed-meanwhile' ? ({ problem: 'reset' } as const) : ended;
    return { ...outcome, tookMs: Math.round(performance.now() - began) };
  }

  close(): void {
    this.plain.destroy();
    this.secure.destroy();
  }

  private once({ url, headers, body }: Sent, limitMs: number): Promise<Ended> {
    const { allowed } = this.parts;
    if (urlFault(url, allowed) !== undefined) return Promise.resolve({ problem: 'address-not-allowed' });
    const place = new URL(url);
    const isNamed = allowed.origins.has(place.origin);
    const resolve = isNamed && this.parts.resolve === undefined ? bySystem : this.resolve;
    const isSecure = place.protocol === 'https:';
    const request = (isSecure ? https : http).request(place, {
      ...{ method: 'POST', agent: isSecure ? this.secure : this.plain },
      headers: { ...headers, 'content-length': Buffer.byteLength(body), 'accept-encoding': 'identity' },
      lookup: checkedLookup(resolve, isNamed ? 'any' : allowed),
    });
    return answerOf(request, body, limitMs);
  }
}

type Ended =
  | { readonly status: number; readonly retryAfter?: string; readonly text: string }
  | { readonly problem: SendProblem }
  | 'closed-meanwhile';

function answerOf(request: http.ClientRequest, body: string, limitMs: number): Promise<Ended> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => end({ problem: 'too-late' }), limitMs);
    const end = (ended: Ended): void => {
      clearTimeout(timer);
      resolve(ended);
      // Of a whole answer the connection is free already and stays.
      if (!request.destroyed && !isWhole) request.destroy();
    };
    let isWhole = false;
    request.on('error', (error: NodeJS.ErrnoException) => {
      const isKeptOne = request.reusedSocket && error.code === 'ECONNRESET' && !hasAnswer;
      end(isKeptOne ? 'closed-meanwhile' : { problem: problemOf(error) });
    });
    let headsBefore = 0;
    request.on('information', () => {
      headsBefore += 1;
      if (headsBefore > headsBeforeMax) end({ problem: 'not-http' });
    });
    let hasAnswer = false;
    // After 101 there is neither an answer nor an error.
    request.on('close', () => {
      if (!hasAnswer) end({ problem: 'reset' });
    });
    request.on('response', (response) => {
      hasAnswer = true;
      const { 'retry-after': retryAfter } = response.headers;
      const parts: Buffer[] = [];
      let bytes = 0;
      const answered = (): void =>
        end({
          status: response.statusCode ?? 0,
          text: Buffer.concat(parts).toString('utf8', 0, answerBytesMax),
          ...(retryAfter === undefined ? {} : { retryAfter }),
        });
      response.on('data', (part: Buffer) => {
        parts.push(part);
        bytes += part.length;
        if (bytes > answerBytesMax) answered();
      });
      response.on('end', () => {
        isWhole = true;
        answered();
      });
      response.on('error', () => end({ problem: 'reset' }));
      response.on('close', () => end({ problem: 'reset' }));
    });
    request.end(body);
  });
}

const problems: readonly (readonly [code: RegExp, problem: SendProblem])[] = [
  [
    /^(ENOTFOUND|ENODATA|EAI_|ESERVFAIL|EREFUSED|ETIMEOUT|ENONAME|EBADNAME|EFORMERR|ECANCELLED)/,
    'unresolved',
  ],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EADDRNOTAVAIL|EHOSTDOWN)$/, 'unreachable'],
  [
    /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|INVALID_)/,
    'certificate',
  ],
  [/^(HPE_|ERR_HTTP)/, 'not-http'],
];

function problemOf(error: NodeJS.ErrnoException): SendProblem {
  if (error instanceof AddressNotAllowed) return 'address-not-allowed';
  return problems.find(([code]) => code.test(error.code ?? ''))?.[1] ?? 'reset';
}
