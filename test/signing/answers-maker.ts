import { createHash, sign } from 'node:crypto';
import {
  type BaseBlock,
  BitString,
  Enumerated,
  GeneralizedTime,
  Integer,
  Null,
  Primitive,
  type Sequence,
} from 'asn1js';
import type { Holder } from './authority';
import { attribute, bytesOf, makeCms, octets, oid, raw, sequence, tagged, type Wish } from './cms-maker';

const sha256 = '2.16.840.1.101.3.4.2.1';
const sha1 = '1.3.14.3.2.26';
const tstInfo = '1.2.840.113549.1.9.16.1.4';
const time = (at: string) => new GeneralizedTime({ valueDate: new Date(at) });

/** An RFC 3161 time-stamp token over some bytes. */
export function timestampOver(
  stamped: Uint8Array,
  authority: Holder,
  at: string,
  more: Partial<Wish> = {},
): Uint8Array {
  const info = sequence(
    new Integer({ value: 1 }),
    oid('1.2.3.4'),
    sequence(sequence(oid(sha256), new Null()), octets(createHash('sha256').update(stamped).digest())),
    new Integer({ value: 7 }),
    time(at),
  );
  return makeCms(bytesOf(info), { signer: authority, contentType: tstInfo, embed: true, ...more });
}

/** The same as an unsigned attribute of the signature it is for. */
export const timestampBeside =
  (authority: Holder, at: string, over?: Uint8Array) =>
  (signature: Uint8Array): readonly BaseBlock[] => [
    attribute('1.2.840.113549.1.9.16.2.14', raw(timestampOver(over ?? signature, authority, at))),
  ];

export interface OcspWish {
  readonly responder: Holder;
  readonly issuer: Holder;
  readonly certificate: Holder;
  readonly revokedAt?: string;
  readonly thisUpdate: string;
  readonly nextUpdate?: string;
}

/** An answer of an OCSP responder about one certificate, DER. */
export function ocspAnswer(wish: OcspWish): Uint8Array {
  const { responder, issuer, certificate, revokedAt, thisUpdate, nextUpdate } = wish;
  const status =
    revokedAt === undefined
      ? new Primitive({ idBlock: { tagClass: 3, tagNumber: 0 } })
      : tagged(1, [time(revokedAt)]);
  const single = sequence(
    certId(issuer, certificate),
    status,
    time(thisUpdate),
    ...(nextUpdate === undefined ? [] : [tagged(0, [time(nextUpdate)])]),
  );
  const keyHash = createHash('sha1').update(keyBitsOf(responder)).digest();
  const data = sequence(tagged(2, [octets(keyHash)]), time(thisUpdate), sequence(single));
  const value = sign('sha256', bytesOf(data), responder.key);
  const basic = sequence(
    data,
    sequence(oid('1.2.840.10045.4.3.2')),
    new BitString({ valueHex: Uint8Array.from(value).buffer }),
    tagged(0, [sequence(raw(responder.der))]),
  );
  const bytes = sequence(oid('1.3.6.1.5.5.7.48.1.1'), octets(bytesOf(basic)));
  return bytesOf(sequence(new Enumerated({ value: 0 }), tagged(0, [bytes])));
}

function certId(issuer: Holder, certificate: Holder): BaseBlock {
  const serial = fieldsOf(certificate)[1] as BaseBlock;
  const subject = fieldsOf(issuer)[5] as BaseBlock;
  return sequence(
    sequence(oid(sha1), new Null()),
    octets(createHash('sha1').update(bytesOf(subject)).digest()),
    octets(createHash('sha1').update(keyBitsOf(issuer)).digest()),
    serial,
  );
}

/** version, serial, algorithm, issuer, validity, subject, … */
const fieldsOf = ({ der }: Holder): BaseBlock[] =>
  ((raw(der) as Sequence).valueBlock.value[0] as Sequence).valueBlock.value;

const keyBitsOf = ({ publicKey }: Holder): Uint8Array => {
  const info = raw(publicKey.export({ format: 'der', type: 'spki' })) as Sequence;
  return (info.valueBlock.value[1] as BitString).valueBlock.valueHexView;
};
