import { sign } from 'node:crypto';
import type { Sequence } from 'asn1js';
import type { Holder } from './authority';
import { bytesOf, raw } from './cms-maker';

/** One value in DER. */
function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  for (let rest = body.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256);
  const head = body.length < 128 ? [tag, body.length] : [tag, 0x80 + length.length, ...length];
  return Buffer.concat([Buffer.from(head), body]);
}

const hex = (text: string): Buffer => Buffer.from(text.length % 2 === 0 ? text : `0${text}`, 'hex');
const integer = (text: string): Buffer => tlv(0x02, hex(text));
const ecdsaSha256 = tlv(0x30, tlv(0x06, hex('2a8648ce3d040302')));
const nobody = tlv(0x30, tlv(0x31, tlv(0x30, tlv(0x06, hex('550403')), tlv(0x0c, hex('78')))));
const time = (text: string): Buffer => tlv(0x17, Buffer.from(text));

/**
 * A revocation list of many times the same entry, which packs to a thousandth, and at its end the certificates named.
 * Without an authority it is of nobody, and bears no signature.
 */
export function longList(entries: number, authority?: Holder, revoked: readonly Holder[] = []): Buffer {
  const entry = tlv(0x30, integer('01'), time('260101000000Z'));
  const last = revoked.map(({ serial }) => tlv(0x30, integer(serial), time('260102000000Z')));
  const all = tlv(0x30, Buffer.alloc(entry.length * entries, entry), ...last);
  const issuer = authority === undefined ? nobody : subjectOf(authority);
  const dates = [time('261122020000Z'), time('261123020000Z')];
  const signed = tlv(0x30, integer('01'), ecdsaSha256, issuer, ...dates, all);
  const value = authority === undefined ? Buffer.alloc(257) : sign('sha256', signed, authority.key);
  return tlv(0x30, signed, ecdsaSha256, tlv(0x03, hex('00'), value));
}

const subjectOf = ({ der }: Holder): Uint8Array => {
  const [, , , , , subject] = ((raw(der) as Sequence).valueBlock.value[0] as Sequence).valueBlock.value;
  return bytesOf(subject as Sequence);
};
