/**
 * A reaction whose command was refused: the facts disagree. A retry may find them settled; else the event is
 * parked.
 */
export class ReactionRefused extends Error {
  override readonly name = 'ReactionRefused';
  constructor(
    readonly reactor: string,
    readonly stream: string,
    readonly refused: string,
  ) {
    super(
      `${reactor} was refused on ${stream}: ${refused}; look at both streams, then replay the parked event`,
    );
  }
}
