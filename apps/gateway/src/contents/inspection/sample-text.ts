/** The first bytes of a file as the text they would be. A byte order mark says that it is UTF-16. */
export function textOf(sample: Buffer): string {
  const mark = byteOrderMark(sample);
  if (mark === 0xfffe) return sample.toString('utf16le').replace(/^\uFEFF/, '');
  if (mark === 0xfeff) return new TextDecoder('utf-16be').decode(sample);
  return sample.toString('utf8').replace(/^\uFEFF/, '');
}

const byteOrderMark = (sample: Buffer): number => (sample.length < 2 ? 0 : sample.readUInt16BE(0));

/** No character that no text has. Texts in other codes than UTF-8 have some that cannot be read, and are texts. */
export const looksLikeText = (sample: Buffer): boolean =>
  !/[\u0000-\u0008\u000E-\u001A\u001C-\u001F\u007F]/.test(textOf(sample));

export const looksLikeXml = (sample: Buffer): boolean =>
  looksLikeText(sample) && /^\s*</.test(textOf(sample));
