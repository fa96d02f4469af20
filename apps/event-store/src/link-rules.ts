/** Type of the events that point to another event, by `revision@stream` as their data. */
export const linkEventType = '$>';

/** A real node reads revision -1 as the last event of the stream. */
export type LinkTarget = { readonly stream: string; readonly revision: number } | 'no-revision' | 'no-stream';

/** Splits at the first `@`: names of streams may hold more of them. */
export function parseLink(data: Uint8Array): LinkTarget {
  const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString();
  const at = text.indexOf('@');
  const revision = at === -1 ? text : text.slice(0, at);
  if (!/^\s*[+-]?\d{1,19}\s*$/.test(revision)) return 'no-revision';
  const stream = at === -1 ? '' : text.slice(at + 1);
  return stream === '' ? 'no-stream' : { stream, revision: Number(revision) };
}
