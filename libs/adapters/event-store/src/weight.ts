import type { Delivered } from './event-store';

/** About what something delivered takes while it waits: bytes. Cheaper than writing it as JSON. */
export function bytesOf(each: Delivered): number {
  return 'stream' in each ? weightOf(each.data) + 500 : 0;
}

function weightOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + weightOf(each) + 1, 2);
  if (typeof value !== 'object' || value === null) return 8;
  let sum = 2;
  for (const key in value) sum += key.length + 4 + weightOf((value as Record<string, unknown>)[key]);
  return sum;
}
