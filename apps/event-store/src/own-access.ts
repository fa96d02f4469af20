import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type User } from './access';
import { makeOwnCertificate } from './own-certificate';
import { type CertificateFiles } from './transport-security';

/** As on a new real node. */
const userName = 'admin';
const folderName = 'access';
const names = {
  certificate: 'certificate.pem',
  privateKey: 'private-key.pem',
  password: 'password',
  connectionString: 'connection-string',
};

/** The folder holds no access of an earlier start. */
export class AccessUnusable extends Error {
  constructor(folder: string, options: ErrorOptions) {
    super(
      `${folder} cannot be used (${(options.cause as Error).message}): name the folder "${folderName}" that an ` +
        'earlier start made, or leave --access out and a new one is made.',
      options,
    );
    this.name = 'AccessUnusable';
  }
}

/**
 * What lets callers in: a key, a certificate that it signs itself and the password of one user, in files that only
 * the owner of the process may read. Whoever may read them is let in; loopback alone lets nobody in.
 */
export class OwnAccess {
  private constructor(
    readonly folder: string,
    readonly security: CertificateFiles & { readonly user: User },
    private readonly isTemporary: boolean,
  ) {}

  /** A new one in `access` of this folder, or in a private folder of its own that goes with `remove`. */
  static async make(dataDir: string | undefined, hosts: readonly string[]): Promise<OwnAccess> {
    const folder =
      dataDir === undefined
        ? mkdtempSync(join(tmpdir(), 'event-store-access-'))
        : resolve(dataDir, folderName);
    if (dataDir !== undefined) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { mode: 0o700 });
    }
    const known = ['localhost', '127.0.0.1', hostname(), ...hosts];
    const { certificatePem, privateKeyPem } = await makeOwnCertificate(known, Date.now());
    writePrivate(join(folder, names.certificate), certificatePem);
    writePrivate(join(folder, names.privateKey), privateKeyPem);
    writePrivate(join(folder, names.password), randomBytes(32).toString('base64url'));
    return OwnAccess.in(folder, dataDir === undefined);
  }

  /** That of a node before this one, whose clients shall find this one. Throws `AccessUnusable`. */
  static of(folder: string): OwnAccess {
    try {
      return OwnAccess.in(resolve(folder), false);
    } catch (cause) {
      throw new AccessUnusable(folder, { cause });
    }
  }

  private static in(folder: string, isTemporary: boolean): OwnAccess {
    const password = readFileSync(join(folder, names.password), 'utf8');
    const files = {
      certificateFile: join(folder, names.certificate),
      privateKeyFile: join(folder, names.privateKey),
    };
    return new OwnAccess(folder, { ...files, user: { name: userName, password } }, isTemporary);
  }

  /** Writes the one line that opens the store, password and all. Returns its file. */
  tellConnectionString(host: string, port: number): string {
    const { certificateFile, user } = this.security;
    // By name, as far as there is one: clients warn of an address where TLS wants a name (RFC 6066, section 3).
    const address = ['127.0.0.1', '0.0.0.0', '::'].includes(host) ? 'localhost' : host;
    const login = `${user.name}:${user.password}`;
    const file = join(this.folder, names.connectionString);
    const query = `tls=true&tlsCAFile=${encodeURIComponent(certificateFile)}`;
    writePrivate(file, `esdb://${login}@${address}:${port}?${query}\n`);
    return file;
  }

  remove(): void {
    if (this.isTemporary) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A file that is there keeps its mode when it is written again. */
function writePrivate(file: string, content: string): void {
  rmSync(file, { force: true });
  writeFileSync(file, content, { mode: 0o600, flag: 'wx' });
  chmodSync(file, 0o600);
}
