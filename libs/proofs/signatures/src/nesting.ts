const depthMax = 64;

/**
 * Where the first BER value of some bytes ends; nothing unless every value in it ends inside the one around it, at most
 * 64 levels deep. One pass, no recursion: the decoder behind it reads past the end of a value whose length is wrong.
 */
export function endOfValue(bytes: Uint8Array): number | undefined {
  /** Ends of the open values, outermost first; `undefined` for one that ends with an end-of-contents mark. */
  const open: (number | undefined)[] = [];
  let limit = bytes.length;
  let position = 0;
  do {
    const head = headAt(bytes, position, limit);
    if (head === undefined || open.length > depthMax) return undefined;
    position = head.start;
    if (head.endOfContents) {
      if (open.length === 0 || open[open.length - 1] !== undefined) return undefined;
      open.pop();
    } else if (head.constructed) open.push(head.end);
    else if (head.end === undefined) return undefined;
    else position = head.end;
    while (open.length > 0 && open[open.length - 1] === position) open.pop();
    limit = open.findLast((end) => end !== undefined) ?? bytes.length;
  } while (open.length > 0);
  return position;
}

/** How many values there are in a value that nests well, itself and those in it included. */
export function nodesIn(value: Uint8Array): number {
  let nodes = 0;
  for (let position = 0; position < value.length;) {
    const head = headAt(value, position, value.length);
    if (head === undefined) return nodes;
    nodes += 1;
    position = head.constructed || head.end === undefined ? head.start : head.end;
  }
  return nodes;
}

/** The values directly inside a constructed value that nests well, each as its own bytes. */
export function valuesIn(value: Uint8Array): Uint8Array[] {
  const head = headAt(value, 0, value.length);
  const inside: Uint8Array[] = [];
  if (head?.constructed !== true) return inside;
  const end = head.end ?? value.length - 2;
  for (let position = head.start; position < end;) {
    const rest = value.subarray(position, end);
    const length = endOfValue(rest) ?? rest.length;
    inside.push(rest.subarray(0, length));
    position += length;
  }
  return inside;
}

/** Head of the value at a position that ends before a limit; `end` is open for one of indefinite length. */
export function headAt(bytes: Uint8Array, position: number, limit: number) {
  const tag = bytes[position];
  const first = bytes[position + 1];
  // Tags above 30 take several bytes and appear in nothing that is read here.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  const long = first > 0x80 ? first & 0x7f : 0;
  const start = position + 2 + long;
  if (long > 4 || start > limit) return undefined;
  const constructed = (tag & 0x20) !== 0;
  if (first === 0x80) return { start, end: undefined, constructed, endOfContents: false };
  let length = long === 0 ? first : 0;
  for (let index = position + 2; index < start; index++) length = length * 256 + (bytes[index] ?? 0);
  const end = start + length;
  return end > limit ? undefined : { start, end, constructed, endOfContents: tag === 0 && first === 0 };
}
