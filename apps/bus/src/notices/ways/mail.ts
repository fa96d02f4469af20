import { createTransport } from 'nodemailer';
import { letterOf } from '../telling/letter.policy';
import type { Outcome } from '../telling/tries.policy';
import { type Posted, Way } from './way';

export interface MailParts {
  readonly host: string;
  readonly port: number;
  readonly tls: 'starttls' | 'implicit' | 'none';
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly from: string;
  readonly consoleUrl: string;
  /** Certificates of authorities besides those of this process (NODE_EXTRA_CA_CERTS), PEM. */
  readonly ca?: string;
  /** Of each step: connecting, greeting, an answer. Milliseconds. */
  readonly limitMs?: number;
}

const limitMsByDefault = 10_000;
/** A letter takes no longer than so many steps may, however slowly each byte comes. */
const stepsMax = 6;

/** Mail by SMTP. Each letter has a connection of its own, so that what becomes of one is known of that one. */
export class Mail extends Way {
  readonly way = 'mail';
  private readonly transport;
  private readonly closing = new AbortController();

  constructor(private readonly parts: MailParts) {
    super();
    const { host, port, tls, user, password, ca, limitMs = limitMsByDefault } = parts;
    this.transport = createTransport({
      ...{
        host,
        port,
        secure: tls === 'implicit',
        requireTLS: tls === 'starttls',
        ignoreTLS: tls === 'none',
      },
      ...{
        connectionTimeout: limitMs,
        greetingTimeout: limitMs,
        socketTimeout: limitMs,
        dnsTimeout: limitMs,
      },
      tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) },
      ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  /** A letter that is given up may still arrive, and comes again under the same id. */
  post(posted: Posted): Promise<Outcome> {
    const { limitMs = limitMsByDefault } = this.parts;
    const over = AbortSignal.any([this.closing.signal, AbortSignal.timeout(stepsMax * limitMs)]);
    const givenUp = new Promise<Outcome>((resolve) => {
      over.addEventListener('abort', () => resolve({ came: 'later', reason: 'too-late' }), { once: true });
    });
    return Promise.race([this.send(posted), givenUp]);
  }

  private async send({ letterId, to, lines }: Posted): Promise<Outcome> {
    const { from, consoleUrl } = this.parts;
    const { subject, text } = letterOf(lines, consoleUrl);
    try {
      await this.transport.sendMail({
        from: { name: 'Liên thông', address: from },
        to: { name: '', address: to },
        subject,
        text,
        textEncoding: 'base64',
        messageId: `<${letterId}@${from.split('@')[1]}>`,
        // RFC 3834: no machine answers it.
        headers: { 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All' },
      });
      return { came: 'taken' };
    } catch (error) {
      return outcomeOf(error as SmtpFailure);
    }
  }

  close(): void {
    this.closing.abort();
  }
}

/** What nodemailer says of a failure. */
interface SmtpFailure {
  readonly code?: string;
  /** Of SMTP, such as `RCPT TO`. */
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** 552: the mailbox is full, which passes. */
const passing: readonly number[] = [552];

/**
 * A recipient that was refused for good is refused by name; what is wrong with ourselves (login, sender, certificate)
 * is tried again until the operator has mended it.
 */
function outcomeOf({ code, command, responseCode = 0, response = '' }: SmtpFailure): Outcome {
  const reason = codeOf(response) ?? code?.toLowerCase() ?? 'unreachable';
  const isForGood = responseCode >= 500 && !passing.includes(responseCode);
  if (isForGood && command === 'RCPT TO') return { came: 'address-refused', reason };
  if (isForGood && command === 'DATA') return { came: 'letter-refused', reason };
  return { came: 'later', reason };
}

/** `550 5.1.1`: the codes of RFC 5321 and RFC 3463. What stands behind them may hold the address. */
const codeOf = (response: string): string | undefined =>
  /^([2-5]\d\d)(?:[ -]([245]\.\d{1,3}\.\d{1,3})(?= ))?/.exec(response)?.slice(1).filter(Boolean).join(' ');
