import { isOffered } from '@contracts';
import { officerId } from '../../flows/province';
import { type SystemOnBus, SystemsOnBus } from '../../flows/systems-on-bus';
import { ValidBodies } from '../../flows/valid-bodies';
import { all, commandLines, type Deliver, normal } from './command-lines';
import { isOf, targetIn, unnumbered, withoutHeaders } from './compared-lines';
import { keptLines } from './kept';

jest.setTimeout(300_000);

let house: ValidBodies;
let systems: SystemsOnBus;

beforeAll(async () => {
  house = await ValidBodies.start({ hasAccounts: true });
  systems = new SystemsOnBus(house.province, house.edge);
});
afterAll(async () => {
  await systems.close();
  await house.stop();
});

const offered = all.filter(([name]) => isOffered(name));
/** Of one registration. */
const operationsMax = 50;
const agencies = ['H99', 'H99.1', 'H99.2', 'H99.3', 'H99.4'];

/** Systems that together send every command there is for every agency there is. */
async function connected() {
  const names = offered.map(([name]) => name);
  const senders = new Map<string, SystemOnBus>();
  for (let from = 0; from < names.length; from += operationsMax) {
    const operations = names.slice(from, from + operationsMax);
    const system = await systems.connected('H99', { readsFor: [], sendsFor: agencies, operations });
    for (const name of operations) senders.set(name, system);
  }
  return senders;
}

it('answers every command that systems send as it is answered over HTTP', async () => {
  const kept = keptLines('commands');
  // They are being written anew.
  if (kept === undefined) return;
  const senders = await connected();
  const lines: string[] = [];
  for (const [name, operation] of offered) {
    const overBus: Deliver = async (_, sent, { agency, role }) => {
      const told: string[] = [];
      for (const { what, path, body, headers } of sent) {
        const { 'idempotency-key': key = '' } = headers;
        const { status, body: answer } = await (senders.get(name) as SystemOnBus).send(agency, name, {
          ...{ officer: officerId(role, agency), target: targetIn(operation, path), body },
          ...(key === '' ? {} : { idempotencyKey: key }),
        });
        told.push(`${name}, ${what}: ${status} ${normal(JSON.stringify(answer))}`);
      }
      return told;
    };
    for (const twins of house.table[name] ?? []) {
      lines.push(...(await commandLines(house, [name, operation], twins, overBus)));
    }
  }
  expect(offered.length).toBeGreaterThan(50);
  const alone = kept.filter(isOf(offered.map(([name]) => name)));
  expect(lines.map(unnumbered)).toEqual(alone.map(withoutHeaders).map(unnumbered));
});
