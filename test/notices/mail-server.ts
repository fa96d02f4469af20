import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { makeCertificates } from '../conformance/event-store/certificates';

export interface Mail {
  readonly to: readonly string[];
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly subject: string;
  readonly text: string;
  readonly isSecure: boolean;
  readonly user: string | undefined;
}

export interface MailServerOptions {
  /** Offers STARTTLS with a certificate for `localhost`, under an authority of its own. */
  readonly hasTls?: boolean;
  /** Who may log in; anybody may send without it. */
  readonly login?: { readonly user: string; readonly password: string };
}

/** A mail server that keeps what comes. */
export class MailServer {
  readonly mails: Mail[] = [];
  /** What a recipient is answered with, where that is not yes: code and text. */
  readonly refusing = new Map<string, readonly [code: number, text: string]>();
  /** What a message is answered with at its end. */
  refusingData: readonly [code: number, text: string] | undefined;
  tries = 0;
  private readonly news = new EventEmitter();
  private readonly server: SMTPServer;

  private constructor(
    private readonly folder: string,
    tls: { readonly key: Buffer; readonly cert: Buffer } | undefined,
    /** PEM of the authority. */
    readonly ca: string | undefined,
    { login }: MailServerOptions,
  ) {
    this.server = new SMTPServer({
      ...(tls ?? { disabledCommands: ['STARTTLS'] }),
      authOptional: login === undefined,
      logger: false,
      onAuth: ({ username, password }, _, done) =>
        username === login?.user && password === login?.password
          ? done(null, { user: username })
          : done(new Error('535 5.7.8 no')),
      onRcptTo: ({ address }, _, done) => {
        this.tries += 1;
        done(refusal(this.refusing.get(address)));
        this.news.emit('news');
      },
      onData: (stream, session, done) => {
        void buffer(stream).then((bytes) => {
          const refused = refusal(this.refusingData);
          const { rcptTo } = session.envelope;
          const { secure: isSecure, user } = session;
          if (refused === undefined)
            this.mails.push({
              ...read(bytes.toString('utf8')),
              ...{ to: rcptTo.map(({ address }) => address), isSecure, user },
            });
          done(refused);
          this.news.emit('news');
        });
      },
    });
    this.server.on('error', () => undefined);
  }

  static async start(options: MailServerOptions = {}): Promise<MailServer> {
    const folder = await mkdtemp(join(tmpdir(), 'mail-'));
    const files = options.hasTls ? await makeCertificates(folder) : undefined;
    const tls = files && {
      key: readFileSync(files.privateKeyFile),
      cert: readFileSync(files.certificateFile),
    };
    const ca = files && readFileSync(files.authorityFile, 'utf8');
    const mailServer = new MailServer(folder, tls, ca, options);
    await new Promise<void>((resolve) => mailServer.server.listen(0, '127.0.0.1', resolve));
    return mailServer;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  /** Resolves when it holds, looked at with each thing that comes. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await once(this.news, 'news');
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    await rm(this.folder, { recursive: true, force: true });
  }
}

const refusal = (answer: readonly [number, string] | undefined) =>
  answer && Object.assign(new Error(answer[1]), { responseCode: answer[0] });

/** A message of one part, its words decoded. */
function read(message: string): Pick<Mail, 'headers' | 'subject' | 'text'> {
  const end = message.indexOf('\r\n\r\n');
  const lines = message
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  const body = message.slice(end + 4);
  const isBase64 = headers['content-transfer-encoding'] === 'base64';
  const text = isBase64 ? Buffer.from(body, 'base64').toString('utf8') : body;
  return { headers, subject: words(headers['subject'] ?? ''), text: text.replaceAll('\r\n', '\n') };
}

/** RFC 2047: two words of one charset lie next to each other, whatever space is between. */
const words = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/(?:=\?utf-8\?b\?[^?]*\?=)+/gi, (run) =>
      Buffer.concat(
        [...run.matchAll(/=\?utf-8\?b\?([^?]*)\?=/gi)].map(([, word = '']) => Buffer.from(word, 'base64')),
      ).toString('utf8'),
    )
    .replace(/(?:=\?utf-8\?q\?[^?]*\?=)+/gi, (run) =>
      decodeURIComponent(
        [...run.matchAll(/=\?utf-8\?q\?([^?]*)\?=/gi)]
          .map(([, word = '']) => word.replaceAll('%', '%25').replaceAll('_', ' ').replaceAll('=', '%'))
          .join(''),
      ),
    );
