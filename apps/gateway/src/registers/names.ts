import { type AgenciesFound, type AgencyCard, type Caller, subjects } from '@contracts';
import type { Services } from '../edge/services';

/** Cards of one question: a card holds every officer, and a message 512 KiB. */
const cardsAtOnce = 50;
/** Recipients that are written out in one line of a book; the rest is a number. */
const namesMax = 20;

/** Codes and officers by the names that officials read, each asked for once in one print. */
export class Names {
  private readonly cards = new Map<string, AgencyCard | undefined>();

  constructor(
    private readonly services: Services,
    private readonly caller: Caller,
  ) {}

  own(): Promise<AgencyCard | undefined> {
    return this.card(this.caller.actor.agency);
  }

  /** The code itself when the directory does not know it. */
  async agency(code: string): Promise<string> {
    return (await this.card(code))?.name ?? code;
  }

  async agencies(codes: readonly string[]): Promise<readonly string[]> {
    const written = codes.slice(0, namesMax);
    await this.find(written);
    const names = await Promise.all(written.map((code) => this.agency(code)));
    const more = codes.length - written.length;
    return more === 0 ? names : [...names, `và ${more} nơi nhận khác`];
  }

  /** An officer of the own agency by name, another one by id. */
  async officer(id: string): Promise<string> {
    const card = await this.own();
    return card?.officers.find(({ officer }) => officer === id)?.displayName ?? id;
  }

  private async card(code: string): Promise<AgencyCard | undefined> {
    await this.find([code]);
    return this.cards.get(code);
  }

  private async find(codes: readonly string[]): Promise<void> {
    const wanted = [...new Set(codes)].filter((code) => !this.cards.has(code));
    for (let at = 0; at < wanted.length; at += cardsAtOnce) {
      const some = wanted.slice(at, at + cardsAtOnce);
      const message = { target: {}, body: { codes: some } };
      const { agencies } = await this.services.query<AgenciesFound>(
        subjects.findAgencies,
        message,
        this.caller,
      );
      for (const code of some) this.cards.set(code, undefined);
      for (const card of agencies) this.cards.set(card.code, card);
    }
  }
}
