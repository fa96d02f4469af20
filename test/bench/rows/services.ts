import { services as others } from '@contracts';
import type { Row } from '../bench';
import { Child, House, serviceEntry } from '../house';
import { compared, type Slice } from '../pairs';
import { comparedLine, type Line } from '../table';
import { issues } from './commands';

/**
 * Two processes of each service on one store, one bus and one PostgreSQL beside one of each, under the load of `issue`
 * that is shared out over the gateways. The second ones come and go between the slices.
 */
export const services: Row = async (bench): Promise<readonly Line[]> => {
  const house = await House.start(bench.given, 'services');
  const second = new SecondOfEach(house);
  try {
    const command = issues(house, () => [house.address, ...second.addresses]);
    const one: Slice = async (ms) => {
      await second.stop();
      return command.slice(ms);
    };
    const two: Slice = async (ms) => {
      await second.start();
      return command.slice(ms);
    };
    const result = await compared(two, one, bench);
    const what = 'issue to 5 until arrived at each, two processes of each service';
    const row = { row: 'services', what, unit: 'events/s', against: 'one process of each' };
    return [comparedLine(row, result)];
  } finally {
    await second.stop();
    await house.stop();
  }
};

/** One more process of each service of a house. */
class SecondOfEach {
  private running: readonly Child[] = [];

  constructor(private readonly house: House) {}

  get addresses(): readonly string[] {
    return this.running.flatMap(({ handshake: { address } }) =>
      address === undefined ? [] : [String(address)],
    );
  }

  async start(): Promise<void> {
    if (this.running.length > 0) return;
    const entries = [...others, 'gateway'].map(serviceEntry);
    this.running = await Promise.all(entries.map((entry) => Child.start(entry, this.house.environment)));
  }

  async stop(): Promise<void> {
    const running = this.running;
    this.running = [];
    await Promise.all(running.map((each) => each.stop()));
  }
}
