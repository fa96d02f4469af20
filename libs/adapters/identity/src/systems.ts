import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Roles that no officer is appointed to: their tokens are of systems, which are listed by `sub`. */
const systemRoles = ['Importer', 'AxisAdapter'] as const;
export type SystemRole = (typeof systemRoles)[number];
export const isSystemRole = (role: string): role is SystemRole =>
  (systemRoles as readonly string[]).includes(role);

export const systemsMax = 20;
const listFile = 'systems';
/** How long the list of the local issuer is believed without being read again. */
const listKeptMs = 1_000;

/** The local issuer lists as many systems as it may. Take a line out of the file to end the right of one. */
export class TooManySystems extends Error {
  override readonly name = 'TooManySystems';
  constructor(readonly path: string) {
    super(
      `${path} lists ${systemsMax} systems, the most there may be; take out one that is not used any more`,
    );
  }
}

/** Subjects whose tokens may hold a system's role. */
export interface Systems {
  has(sub: string): Promise<boolean>;
}

/** Those a setting names; for an issuer of others. */
export const configuredSystems = (subs: readonly string[]): Systems => ({
  has: (sub) => Promise.resolve(subs.includes(sub)),
});

/** Those the local issuer made tokens for, one `sub` a line, besides the configured ones. */
export class LocalSystems implements Systems {
  private listed: readonly string[] = [];
  private readMs = -Infinity;

  constructor(
    private readonly folder: string,
    private readonly configured: readonly string[],
  ) {}

  async has(sub: string): Promise<boolean> {
    if (this.configured.includes(sub)) return true;
    const isFresh = performance.now() - this.readMs < listKeptMs;
    if (isFresh && this.listed.includes(sub)) return true;
    this.listed = await listedIn(this.folder);
    this.readMs = performance.now();
    return this.listed.includes(sub);
  }
}

/** Lists a system of the local issuer once. @throws TooManySystems */
export async function listSystem(folder: string, sub: string): Promise<void> {
  const listed = await listedIn(folder);
  if (listed.includes(sub)) return;
  const path = join(folder, listFile);
  if (listed.length >= systemsMax) throw new TooManySystems(path);
  await appendFile(path, `${sub}\n`, { mode: 0o600 });
}

async function listedIn(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, listFile), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return [...new Set(text.split('\n').filter((line) => line !== ''))];
}
