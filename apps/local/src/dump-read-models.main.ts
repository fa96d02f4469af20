import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { canonicalDump, PostgresReadStore } from '@adapters/read-store';
import { holdsCluster } from '@adapters/read-store/postgres-server';
import { closeDataFolder, openDataFolder } from './data-folder';
import { type KeptRows, openKeptRows } from './kept-rows';
import { StartRefused } from './start-refused';
import { runTool, toolArguments, ToolRefused } from './tool';

/** How far the rows have come is no row of theirs: a rebuild ends wherever the store does. */
const except = ['checkpoint'];

/**
 * `npm run dump-read-models -- [--data DIR]`: every row of every read model as text, in one order, and its SHA-256 on
 * standard error. Rows that were deleted and built again give the same bytes. Reads the folder of a stopped house, or
 * the database that `DATABASE_URL` names.
 */
runTool(async () => {
  const { options, words } = toolArguments(process.argv.slice(2), ['data']);
  if (words.length > 0) throw new ToolRefused('usage: npm run dump-read-models -- [--data DIR]');
  const databaseUrl = process.env['DATABASE_URL'];
  if (databaseUrl) {
    const reads = PostgresReadStore.open(databaseUrl);
    return dump({ reads, close: () => reads.close() });
  }
  const dataDir = resolve(options['data'] ?? process.env['LIENTHONG_DATA_DIR'] ?? '.lienthong');
  if (!(await holdsCluster(join(dataDir, 'postgres')))) {
    throw new ToolRefused(`${dataDir} holds no read models; name the data folder of a house with --data DIR`);
  }
  const folder = await openDataFolder(dataDir).catch((error: unknown) => {
    throw error instanceof StartRefused ? new ToolRefused(error.message, { cause: error }) : error;
  });
  const kept = openKeptRows(folder.postgres).then(dump);
  await kept.finally(() => closeDataFolder(folder));
});

async function dump({ reads, close }: KeptRows): Promise<void> {
  const hash = createHash('sha256');
  try {
    for await (const text of canonicalDump(reads, { except })) {
      hash.update(text);
      process.stdout.write(text);
    }
  } finally {
    await close();
  }
  process.stderr.write(`SHA-256 ${hash.digest('hex')}\n`);
}
