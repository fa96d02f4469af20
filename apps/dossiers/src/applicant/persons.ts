import { KeyErased, type KeyStore, seal, unseal } from '@adapters/key-store';
import type { PersonBody } from '@contracts';
import { applicantStream, type SealedPerson } from '@domain/applicant';

/** Personal data on its way into the store and out of it: outside this file it is sealed or in an answer. */
export class Persons {
  constructor(private readonly keys: KeyStore) {}

  /**
   * The applicant such a person is recorded as, or is to be: the one its identity number is bound to, else the given
   * one. A number is read without regard to case.
   */
  async refOf({ kind, identityNumber }: PersonBody, applicantRef: string): Promise<string> {
    if (identityNumber === undefined) return applicantRef;
    return (await this.keys.bound(await this.markOf(kind, identityNumber))) ?? applicantRef;
  }

  /** Seals a person with a key of its own, which is durable and leads from its identity number to it before. */
  async seal(person: PersonBody, applicantRef: string): Promise<SealedPerson> {
    const key = await this.keys.make(applicantRef);
    const { kind, identityNumber } = person;
    if (identityNumber !== undefined)
      await this.keys.bind(await this.markOf(kind, identityNumber), applicantRef);
    return seal(JSON.stringify(person), { kid: applicantRef, key, place: applicantStream(applicantRef) });
  }

  /** @throws KeyErased; SealBroken */
  async open(sealed: SealedPerson): Promise<PersonBody> {
    const key = await this.keys.find(sealed.kid);
    if (key === undefined) throw new KeyErased(sealed.kid);
    return JSON.parse(unseal(sealed, { key, place: applicantStream(sealed.kid) })) as PersonBody;
  }

  /** From now on the person is found by the number it is sealed with: one that was corrected leads to nobody. */
  async findByItsNumber(sealed: SealedPerson): Promise<void> {
    if ((await this.keys.find(sealed.kid)) === undefined) return;
    const { kind, identityNumber } = await this.open(sealed);
    const mark = identityNumber === undefined ? undefined : await this.markOf(kind, identityNumber);
    await this.keys.leadOnly(sealed.kid, mark);
  }

  /** What tells two commands on persons apart, and nothing to who does not have this installation's keys. */
  hashOf(commandHash: string): Promise<string> {
    return this.keys.markOf(`command:${commandHash}`);
  }

  erase(applicantRef: string): Promise<void> {
    return this.keys.erase(applicantRef);
  }

  private markOf(kind: PersonBody['kind'], identityNumber: string): Promise<string> {
    return this.keys.markOf(`${kind}:${identityNumber.toUpperCase()}`);
  }
}
