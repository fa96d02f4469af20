import { join } from 'node:path';
import type { Row } from '../bench';
import { Child, House, serviceEntry } from '../house';
import { send } from '../http-load';
import { type Memory, memoryOf, memoryOfFamily } from '../machine';
import { Seeds } from '../seeds';
import { type Line, number } from '../table';

const services = ['gateway', 'directory', 'exchange', 'dossiers', 'audit', 'bus', 'read-models'];

/** P16: what each process holds idle, and all in one after a load, beside a NestJS process that does nothing. */
export const memory: Row = async (bench) => {
  const house = await bench.house();
  const bare = await idle(join(__dirname, '..', 'peers', 'bare-nest.main.js'), {}, []);
  const line = (what: string, held: Memory, wanted?: string): Line => ({
    row: 'P16',
    what,
    value: `${number(held.rss)} MB, ${number(held.anonymous)} MB its own`,
    against: `bare NestJS: ${number(bare.rss)} MB, ${number(bare.anonymous)} MB`,
    ratio: `**${number(held.rss / bare.rss)}**, own ${number(held.anonymous / bare.anonymous)}`,
    ...(wanted === undefined ? {} : { wanted }),
  });
  const lines: Line[] = [];
  for (const name of bench.isQuick ? ['gateway', 'dossiers'] : services) {
    const own = { ...house.environment, DATABASE_URL: await house.rows.newDatabase() };
    lines.push(line(`${name}, idle`, await idle(serviceEntry(name), own), '≤ 1.6'));
  }
  lines.push(line('all services in one process, idle in an empty house', await emptyHouse(), '≤ 2.5'));
  const before = await memoryOf(house.process.pid);
  const ids = await new Seeds(house.store).dossiers(bench.isQuick ? 200 : 5_000);
  const body = { to: 'H98.1', reason: 'Chuyển thẩm định' };
  const orders = ids.map((id) => ({ path: `/dossiers/${id}/handoffs`, body }));
  await send(house.address, await house.token('H98', 'OneStopOfficer'), orders, 64);
  const under = await memoryOf(house.process.pid);
  const rows = `${number(await memoryOfFamily(house.rows.pid))} MB`;
  const node = house.node && (await memoryOf(house.node.pid));
  const what = 'all services in one process';
  return [
    ...lines,
    line(`${what}, before this load`, before),
    line(`${what}, after ${number(orders.length)} offers`, under),
    { row: 'P16', what: 'PostgreSQL with its processes, after the same', value: rows },
    ...(node === undefined ? [] : [line('embedded event store, after the same', node)]),
  ];
};

/** A house that has history works on its rows for a while. */
async function emptyHouse(): Promise<Memory> {
  const house = await House.empty();
  try {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return await memoryOf(house.process.pid);
  } finally {
    await house.stop();
  }
}

async function idle(script: string, env: NodeJS.ProcessEnv, flags?: readonly string[]): Promise<Memory> {
  const own = { ...env, LIENTHONG_DATA_DIR: `${env['LIENTHONG_DATA_DIR']}/${folders++}` };
  const child = await Child.start(script, own, flags);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const held = await memoryOf(child.pid);
  await child.stop();
  return held;
}

/** Each in a data folder of its own, and on rows of its own: those of the house have an owner. */
let folders = 1;
