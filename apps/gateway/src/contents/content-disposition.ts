import { isProgramName } from '@contracts';

const byteMax = 200;

/**
 * `attachment` with the name in both forms of RFC 6266: ASCII for old clients, UTF-8 after RFC 8187 for all others. A
 * name is data of whoever uploaded: what could leave its header or the folder it is saved to becomes `_`.
 */
export function contentDisposition(name: string): string {
  const safe = safeName(name);
  const ascii = safe
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, (letter) => (letter === 'đ' ? 'd' : 'D'))
    .replace(/[^\x20-\x7e]|["\\%]/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded(safe)}`;
}

function safeName(name: string): string {
  const cleaned = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}/\\:*?"<>|]/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '');
  const short = shortened(cleaned);
  const known = short === '' || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(short) ? `_${short}` : short;
  // What was drafted before names of programs were refused is saved, and does not run when it is opened.
  return isProgramName(known) ? `${known}_` : known;
}

/** File systems take 255 bytes; the ending is kept. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= byteMax) return name;
  const ending = /\.[^.]{1,10}$/.exec(name)?.[0] ?? '';
  let start = '';
  for (const character of name.slice(0, name.length - ending.length)) {
    if (Buffer.byteLength(start + character + ending) > byteMax) break;
    start += character;
  }
  return start + ending;
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/['()*!]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
