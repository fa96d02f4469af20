import { commitIn, type KnownHistory, type Refused, tokenAt } from '@contracts';

/** Positions of this store as callers know them. */
export class Tokens {
  constructor(private readonly history: KnownHistory) {}

  /** The token of a position in this store. */
  positionOf(commit: bigint): string {
    return tokenAt(this.history, commit);
  }

  /** The position behind a token, or why it is none of this history; nothing when it is no token. */
  commitIn(token: string): bigint | Refused | undefined {
    return commitIn(this.history, token);
  }
}
