/** A key, or in words why the text is none. */
export type KeyRead = { readonly key: string } | { readonly wrong: string };

const plain = /^[A-Za-z0-9._:-]{1,128}$/;
const charactersMax = 128;

/**
 * Reads `Idempotency-Key` as it is or as a string of RFC 8941, 3.3.3, which is how the IETF draft writes it: with and
 * without quotes the same key. Within quotes it may hold any printable ASCII, `\"` and `\\` for `"` and `\`.
 */
export function readKey(text: string): KeyRead {
  const sent = text.trim();
  if (!sent.startsWith('"')) {
    return plain.test(sent)
      ? { key: sent }
      : { wrong: 'is not 1 to 128 of A-Z a-z 0-9 . _ : -; other printable ASCII stands in quotes' };
  }
  const [whole, inside = '', behind] = /^"((?:[^"\\]|\\.)*)("?)/su.exec(sent) ?? [''];
  if (behind !== '"') return { wrong: 'has no closing quote' };
  if (whole !== sent) return { wrong: 'has something behind its closing quote' };
  if (/[^\x20-\x7e]/u.test(inside)) return { wrong: 'holds something that is no printable ASCII' };
  if (/\\[^"\\]/.test(inside.replace(/\\\\/g, '')))
    return { wrong: 'holds a \\ that is before neither " nor \\' };
  const key = inside.replace(/\\(["\\])/g, '$1');
  if (key.length === 0) return { wrong: 'has nothing between its quotes' };
  return key.length > charactersMax
    ? { wrong: `holds more than ${charactersMax} characters between its quotes` }
    : { key };
}
