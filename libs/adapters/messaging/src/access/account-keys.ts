import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { serversClaims, servicesClaims } from './accounts';
import { type AccountClaims, credsOf, jwtIn, natsJwt, saidIn } from './nats-jwt';
import { accountFrom, type KeyPair, nkeys, pairOf, seedOf } from './nkeys';

/** Files of the folder that the house reads, at a server of its own and at one of others. */
const names = {
  operator: 'operator.nk',
  accounts: 'accounts.key',
  services: 'services.creds',
  servers: 'servers.creds',
} as const;

const servicesCreds = (folder: string): string => join(folder, names.services);
export const serversCreds = (folder: string): string => join(folder, names.servers);

/** A file of the folder is missing, or is not what it should be. A retry does not help. */
class AccountKeysUnusable extends Error {
  override readonly name = 'AccountKeysUnusable';
  constructor(
    readonly file: string,
    readonly reason: string,
  ) {
    super(`${file} cannot be used: ${reason}`);
  }
}

/** Signs accounts and users of connected systems. */
export class AccountKeys {
  private constructor(
    private readonly operator: KeyPair,
    private readonly secret: Buffer,
    /** Public key of the services' account. */
    readonly services: string,
  ) {}

  /** @throws AccountKeysUnusable */
  static async open(folder: string): Promise<AccountKeys> {
    const operator = await pairIn(join(folder, names.operator), 'SO');
    const secret = Buffer.from((await textIn(join(folder, names.accounts))).trim(), 'hex');
    if (secret.length !== 32)
      throw new AccountKeysUnusable(join(folder, names.accounts), 'it holds no 64 hex digits');
    const file = servicesCreds(folder);
    const said = saidIn(jwtIn(await textIn(file)) ?? '');
    if (said === undefined) throw new AccountKeysUnusable(file, 'it holds no JWT of a user');
    // Signed by a key of the account, it names the account itself.
    const { issuer_account: account } = said.nats as { readonly issuer_account?: string };
    return new AccountKeys(operator, secret, account ?? said.iss);
  }

  /** Public key of a system's account; the same as long as the folder is kept. */
  accountOf(systemId: string): string {
    return this.account(systemId).getPublicKey();
  }

  /** @param iat seconds since 1970 */
  accountJwt(systemId: string, nats: AccountClaims, iat: number): string {
    return natsJwt({ name: `system ${systemId}`, sub: this.accountOf(systemId), iat, nats }, this.operator);
  }

  /** What a key of a system connects with: good as long as its account says so. */
  userJwt(systemId: string, { publicKey, issuedAt }: { publicKey: string; issuedAt: string }): string {
    const nats = { type: 'user', subs: -1, data: -1, payload: -1 } as const;
    const iat = Math.floor(Date.parse(issuedAt) / 1_000);
    return natsJwt({ name: `system ${systemId}`, sub: publicKey, iat, nats }, this.account(systemId));
  }

  private account(systemId: string): KeyPair {
    return accountFrom(createHmac('sha256', this.secret).update(`system ${systemId}`).digest());
  }
}

/** What a server that belongs to this house alone is configured with. */
export interface OwnOperator {
  readonly jwt: string;
  readonly systemAccount: string;
  readonly servicesAccount: string;
  /** JWTs of both by public key. */
  readonly accounts: Readonly<Record<string, string>>;
  /** Where the server keeps the accounts it is told of. */
  readonly resolverDir: string;
  /** File with what the services connect with. */
  readonly servicesCreds: string;
}

/** Opens the keys of a server of our own, and makes what is missing, each file readable by its owner only. */
export async function openOwnOperator(path: string): Promise<OwnOperator> {
  const folder = resolve(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const made = (name: string, make: () => string) => madeOnce(join(folder, name), make);
  const operator = pairOf(await made(names.operator, () => seedOf(nkeys.createOperator())));
  await made(names.accounts, () => randomBytes(32).toString('hex'));
  const [services, servers] = [
    pairOf(await made('services-account.nk', () => seedOf(nkeys.createAccount()))),
    pairOf(await made('servers-account.nk', () => seedOf(nkeys.createAccount()))),
  ];
  await made(names.services, () => userOf(services, 'services'));
  await made(names.servers, () => userOf(servers, 'bus'));
  const [servicesAccount, systemAccount] = [services.getPublicKey(), servers.getPublicKey()];
  const iat = Math.floor(Date.now() / 1_000);
  const about = { name: 'lienthong', sub: operator.getPublicKey(), iat };
  return {
    jwt: natsJwt({ ...about, nats: { type: 'operator', system_account: systemAccount } }, operator),
    systemAccount,
    servicesAccount,
    accounts: {
      [servicesAccount]: natsJwt(
        { name: 'services', sub: servicesAccount, iat, nats: servicesClaims() },
        operator,
      ),
      [systemAccount]: natsJwt({ name: 'servers', sub: systemAccount, iat, nats: serversClaims() }, operator),
    },
    resolverDir: join(folder, 'accounts'),
    servicesCreds: servicesCreds(folder),
  };
}

function userOf(account: KeyPair, name: string): string {
  const user = nkeys.createUser();
  const nats = { type: 'user', subs: -1, data: -1, payload: -1 } as const;
  const iat = Math.floor(Date.now() / 1_000);
  return credsOf(natsJwt({ name, sub: user.getPublicKey(), iat, nats }, account), seedOf(user));
}

async function madeOnce(file: string, make: () => string): Promise<string> {
  const found = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found !== undefined && found.trim() !== '') return found.trim();
  const text = make();
  const draft = await open(`${file}.draft`, 'w', 0o600);
  await draft.writeFile(`${text}\n`);
  await draft.sync();
  await draft.close();
  await rename(`${file}.draft`, file);
  return text;
}

const textIn = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new AccountKeysUnusable(file, error.code === 'ENOENT' ? 'there is no such file' : error.message);
  });

async function pairIn(file: string, prefix: string): Promise<KeyPair> {
  const seed = (await textIn(file)).trim();
  try {
    if (seed.startsWith(prefix)) return pairOf(seed);
  } catch {
    // Said below.
  }
  throw new AccountKeysUnusable(file, `it holds no seed ${prefix}…`);
}
