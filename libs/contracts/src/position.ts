/** Where a fact stands in one store: opaque to callers, `<storeId>.<commit position>`. */
export interface PositionToken {
  readonly storeId: string;
  readonly commit: bigint;
}

const pattern = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.(\d{1,20})$/;

export const positionToken = ({ storeId, commit }: PositionToken): string => `${storeId}.${commit}`;

/** Reads a token back; nothing when it is none of ours. */
export function parsePositionToken(text: string): PositionToken | undefined {
  const match = pattern.exec(text);
  return match ? { storeId: match[1] as string, commit: BigInt(match[2] as string) } : undefined;
}
