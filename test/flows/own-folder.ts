import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { House } from './house';

/** What a started house says at the end, with its address and its port. */
export const ready = /Ready: (http:\/\/127\.0\.0\.1:(\d+))/;

/** Houses that one test after the other starts on a data folder of its own; they and it are gone after each. */
export class OwnFolder {
  private readonly houses: House[] = [];
  private folder = '';

  constructor() {
    beforeEach(async () => {
      this.folder = await mkdtemp(join(tmpdir(), 'lienthong-local-'));
    });
    afterEach(async () => {
      for (const house of this.houses.splice(0)) await house.clear();
      await rm(this.folder, { recursive: true, force: true });
    });
  }

  get data(): string {
    return join(this.folder, 'data');
  }

  /** On any free port. */
  start(...more: string[]): House {
    return this.startWith({}, ...more);
  }

  startWith(env: NodeJS.ProcessEnv, ...more: string[]): House {
    const house = new House({ args: ['--data', this.data, '--port', '0', ...more], env });
    this.houses.push(house);
    return house;
  }
}

export async function isReady(address: string): Promise<boolean> {
  const answer = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(
    () => undefined,
  );
  return answer?.status === 200;
}
