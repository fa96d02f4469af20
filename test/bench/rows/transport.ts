import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedNode } from '@adapters/event-store';
import type { Row } from '../bench';
import { closeClients, durableAppends } from '../durable-appends';
import { nodeEntry } from '../house';
import { compared } from '../pairs';
import { comparedLine, type Line } from '../table';

/** What W loses by TLS and a user: the same on a node that lets anyone in. Both nodes run all the time, on disk. */
export const transport: Row = async (bench) => {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-bench-'));
  const start = (name: string, insecure: boolean) =>
    startEmbeddedNode({ dataDir: join(folder, name), entry: nodeEntry, insecure });
  const [secure, plain] = [await start('secure', false), await start('plain', true)];
  const lines: Line[] = [];
  try {
    for (const width of [1, 15, 64]) {
      const row = { row: 'tls', what: `W with TLS and a user, ${width} in flight`, unit: 'appends/s' };
      const against = `W on a node without, ${width} in flight`;
      const result = await compared(
        durableAppends(secure.url, width),
        durableAppends(plain.url, width),
        bench,
      );
      lines.push(comparedLine({ ...row, against, wanted: '≥ 0.85' }, result));
    }
  } finally {
    await closeClients();
    for (const node of [secure, plain]) await node.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return lines;
};
