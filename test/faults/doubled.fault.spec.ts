import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { underLoad } from './under-load';

it('every message on the bus may come twice and out of order', async () => {
  const counts = await mkdtemp(join(tmpdir(), 'lienthong-doubled-'));
  const env = () => ({
    DOUBLED_DIR: counts,
    NODE_OPTIONS: `--require ${join(__dirname, 'doubled.cjs')}`,
  });
  try {
    const { events } = await underLoad({ env }, ({ load }) => load.gainsAnother(400));
    let doubled = 0;
    for (const file of await readdir(counts)) doubled += Number(await readFile(join(counts, file), 'utf8'));
    process.stdout.write(`${doubled} messages came twice\n`);
    expect(doubled).toBeGreaterThan(events.length);
  } finally {
    await rm(counts, { recursive: true });
  }
});
