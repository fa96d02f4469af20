/** One look in the trail of an agency: its day, its fact, and which of that fact. */
export interface LookPlace {
  readonly date: string;
  readonly revision: bigint;
  readonly index: number;
}

const pattern = /^(\d{4}-\d{2}-\d{2})_(\d{1,16})_(\d{1,6})$/;

export const writeLooksCursor = ({ date, revision, index }: LookPlace): string =>
  `${date}_${revision}_${index}`;

/** Nothing when it is none of ours. */
export function readLooksCursor(cursor: string): LookPlace | undefined {
  const [, date, revision, index] = pattern.exec(cursor) ?? [];
  if (date === undefined) return undefined;
  return { date, revision: BigInt(revision as string), index: Number(index) };
}
