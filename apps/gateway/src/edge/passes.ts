import { randomBytes } from 'node:crypto';
import type { OfficerOf } from './appointments';

/** An officer for whom a connected system acts. */
interface Passed extends OfficerOf {
  /** Id of the system. */
  readonly sentBy: string;
}

/**
 * Stands in place of a token for one command that came over the bus, on its way through this process to its route: good
 * once, known nowhere else, and no longer than the command is under way.
 */
export class Passes {
  private readonly passes = new Map<string, Passed>();

  give(passed: Passed): string {
    const pass = randomBytes(32).toString('base64url');
    this.passes.set(pass, passed);
    return pass;
  }

  has(pass: string): boolean {
    return this.passes.has(pass);
  }

  /** From now on it is good for nothing. */
  take(pass: string | undefined): Passed | undefined {
    if (pass === undefined) return undefined;
    const passed = this.passes.get(pass);
    this.passes.delete(pass);
    return passed;
  }
}
