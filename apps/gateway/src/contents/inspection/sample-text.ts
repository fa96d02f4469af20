/** The first bytes of a file as the text they would be. A byte order mark says that it is UTF-16. */
export function textOf(sample: Buffer): string {
  const mark = byteOrderMark(sample);
  if (mark === 0xfffe) return sample.toString('utf16le').replace(/^\uFEFF/, '');
  if (mark === 0xfeff) return new TextDecoder('utf-16be').decode(sample);
  return sample.toString('utf8').replace(/^\uFEFF/, '');
}

const byteOrderMark = (sample: Buffer): number => (sample.length < 2 ? 0 : sample.readUInt16BE(0));

/** No text has one of these. In UTF-8 none of them is part of another character. */
const inNoText = /[\u0000-\u0008\u000E-\u001A\u001C-\u001F\u007F]/;

/** No character that no text has. Texts in other codes than UTF-8 have some that cannot be read, and are texts. */
export function looksLikeText(sample: Buffer): boolean {
  const isUtf16 = [0xfffe, 0xfeff].includes(byteOrderMark(sample));
  // Byte by byte: 64 KiB that are no UTF-8 take a millisecond to decode, and uploads are judged on the thread of all.
  return !inNoText.test(isUtf16 ? textOf(sample) : sample.toString('latin1'));
}

export const looksLikeXml = (sample: Buffer): boolean =>
  looksLikeText(sample) && /^\s*</.test(textOf(sample));
