import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { underLoad } from './under-load';

it('every message may come twice and out of order, every event again and again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-doubled-'));
  const env = () => ({ DOUBLED_DIR: folder, NODE_OPTIONS: `--require ${join(__dirname, 'doubled.cjs')}` });
  try {
    const { events } = await underLoad({ env }, ({ load }) => load.gainsAnother(400));
    const again = { messages: 0, events: 0 };
    for (const file of await readdir(folder)) {
      const counts = JSON.parse(await readFile(join(folder, file), 'utf8')) as typeof again;
      again.messages += counts.messages;
      again.events += counts.events;
    }
    process.stdout.write(`came again: ${again.messages} messages, ${again.events} events\n`);
    expect(again.messages).toBeGreaterThan(events.length);
    expect(again.events).toBeGreaterThan(events.length);
  } finally {
    await rm(folder, { recursive: true });
  }
});
