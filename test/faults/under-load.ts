import { basename } from 'node:path';
import { ClientLog } from './client-log';
import { FaultHouse, type FaultHouseOptions } from './fault-house';
import { inspect, type Inspected, Witness } from './inspection';
import { Load, type LoadOptions } from './load';

export interface Scene {
  readonly house: FaultHouse;
  readonly load: Load;
  readonly log: ClientLog;
}

/**
 * Starts a house, lets clients work, breaks what `fault` breaks while they do, lets them finish, and expects every
 * invariant to hold. Prints what it did in one line.
 */
export async function underLoad(
  options: FaultHouseOptions & Partial<LoadOptions>,
  fault: (scene: Scene) => Promise<void>,
): Promise<Inspected> {
  return inHouse(options, (scene) => whileAtWork(scene.load, options, () => fault(scene)));
}

/** Lets clients work while `fault` breaks what it breaks, and then finish. */
export async function whileAtWork(
  load: Load,
  options: Partial<LoadOptions>,
  fault: () => Promise<void>,
): Promise<void> {
  const working = load.run({ width: 4, ...options });
  // A client that fails ends the test at once; a fault may wait for commands that would never come.
  await Promise.race([fault(), working]);
  load.stop();
  await working;
}

/** The same without clients at work: `play` lets them work when it likes. */
export async function inHouse(
  options: FaultHouseOptions,
  play: (scene: Scene) => Promise<void>,
): Promise<Inspected> {
  const begun = performance.now();
  const house = await FaultHouse.start(options);
  const log = await ClientLog.open(house.file('client.log'));
  const load = new Load(house, log);
  try {
    await load.found();
    const witness = await Witness.open(house);
    try {
      await play({ house, load, log });
    } finally {
      await witness.close();
    }
    const inspected = await inspect(house, load, log, witness.seen);
    expect(inspected.violations).toEqual([]);
    const seconds = Math.round((performance.now() - begun) / 1_000);
    const { accepted, unanswered, issued } = load;
    const what = `${accepted} commands (${unanswered} requests unanswered), ${issued} documents issued`;
    process.stdout.write(
      `${basename(expect.getState().testPath ?? '')}: ${what}, ${inspected.events.length} events, ${seconds} s\n`,
    );
    return inspected;
  } catch (error) {
    process.stdout.write(`${house.said.slice(-3_000)}\n`);
    throw error;
  } finally {
    load.die();
    await log.close();
    await house.clear();
  }
}
