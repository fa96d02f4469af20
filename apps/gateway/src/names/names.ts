import { type AgencyNames, type Caller, type NamesFound, type NameSince, subjects } from '@contracts';
import type { Services } from '../edge/services';
import { nameOn } from './name-on';

/** Codes of one question: names of a few hundred agencies fit one message many times. */
const codesAtOnce = 200;

/**
 * Codes and officers by the names that officials read, each as it was on a local date, YYYY-MM-DD: what was written
 * then keeps its names. Every code and every officer is asked for once in one print.
 */
export class Names {
  private readonly agenciesNamed = new Map<string, readonly NameSince[]>();
  private readonly officersNamed = new Map<string, readonly NameSince[]>();

  constructor(
    private readonly services: Services,
    private readonly caller: Caller,
  ) {}

  own(date: string): Promise<string> {
    return this.agency(this.caller.actor.agency, date);
  }

  /** The code itself when the directory does not know it. */
  async agency(code: string, date: string): Promise<string> {
    const [name] = await this.agencies([code], date);
    return name ?? code;
  }

  async agencies(codes: readonly string[], date: string): Promise<readonly string[]> {
    const wanted = [...new Set(codes)].filter((code) => !this.agenciesNamed.has(code));
    for (let at = 0; at < wanted.length; at += codesAtOnce) {
      const some = wanted.slice(at, at + codesAtOnce);
      const found = await this.find({ codes: some });
      for (const code of some) this.agenciesNamed.set(code, []);
      for (const { code, names } of found) this.agenciesNamed.set(code, names);
    }
    return codes.map((code) => nameOn(this.agenciesNamed.get(code), date) ?? code);
  }

  /** An officer of the own agency by name, also one who has left it; another one by id. */
  async officer(id: string, date: string): Promise<string> {
    if (!this.officersNamed.has(id)) {
      const [own] = await this.find({ codes: [this.caller.actor.agency], officers: [id] });
      this.officersNamed.set(id, own?.officers[0]?.names ?? []);
    }
    return nameOn(this.officersNamed.get(id), date) ?? id;
  }

  private async find(body: {
    readonly codes: readonly string[];
    readonly officers?: readonly string[];
  }): Promise<readonly AgencyNames[]> {
    const message = { target: {}, body };
    return (await this.services.query<NamesFound>(subjects.namesOf, message, this.caller)).agencies;
  }
}
