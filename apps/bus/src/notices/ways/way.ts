import type { NoticeWay } from '@domain/codes';
import type { LetterLine } from '../telling/letter.policy';
import type { Outcome } from '../telling/tries.policy';

/** One letter on its way. */
export interface Posted {
  /** The same in every try of one letter: whoever has it already may leave it. */
  readonly letterId: string;
  /** Address or number, as it was chosen. */
  readonly to: string;
  readonly lines: readonly LetterLine[];
}

/** Where letters go to. It throws nothing, and answers within its own limit of time. */
export abstract class Way {
  abstract readonly way: NoticeWay;
  abstract post(posted: Posted): Promise<Outcome>;
  abstract close(): void;
}
