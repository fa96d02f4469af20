import { constants, createHash, type KeyObject, sign } from 'node:crypto';
import {
  type BaseBlock,
  Constructed,
  fromBER,
  Integer,
  Null,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Set,
  UTCTime,
} from 'asn1js';
import type { Holder } from './authority';

export type MadeDigest = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';

export interface Wish {
  readonly signer: Holder;
  readonly digest?: MadeDigest;
  /** Certificates that go along; the signer's own by default. */
  readonly certificates?: readonly Holder[];
  /** Instant that the signer claims. */
  readonly at?: string;
  /** Signs with another key than the certificate's. */
  readonly key?: KeyObject;
  readonly pss?: boolean;
  /** No signed attributes: the value is over the content itself. */
  readonly bare?: boolean;
  /** ESS signing-certificate-v2 names this certificate; `null` leaves it out. */
  readonly named?: Holder | null;
  readonly messageDigest?: Uint8Array;
  readonly unsigned?: (signature: Uint8Array) => readonly BaseBlock[];
  readonly attributes?: readonly BaseBlock[];
  readonly contentType?: string;
  /** Puts the content into the signature. */
  readonly embed?: boolean | 'an empty one';
  readonly byKeyIdentifier?: Uint8Array;
}

const digestIds: Record<MadeDigest, string> = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

export const oid = (value: string) => new ObjectIdentifier({ value });
export const sequence = (...value: BaseBlock[]) => new Sequence({ value });
export const octets = (bytes: Uint8Array) => new OctetString({ valueHex: Uint8Array.from(bytes).buffer });
export const attribute = (type: string, ...value: BaseBlock[]) => sequence(oid(type), new Set({ value }));
export const raw = (der: Uint8Array): BaseBlock => fromBER(der).result;
export const bytesOf = (block: BaseBlock) => new Uint8Array(block.toBER());

const dataType = '1.2.840.113549.1.7.1';

/** A CMS SignedData of one signer, DER, put together piece by piece so that every piece can be wrong. */
export function makeCms(content: Uint8Array, wish: Wish): Uint8Array {
  const { signer, digest = 'sha256', contentType = dataType } = wish;
  const attributes = wish.bare === true ? undefined : attributesOf(content, wish);
  const signed = attributes === undefined ? content : bytesOf(new Set({ value: attributes }));
  const value = valueOf(signed, digest, wish);
  const algorithm = sequence(oid(digestIds[digest]), new Null());
  const unsigned = wish.unsigned?.(value) ?? [];
  const info = sequence(
    new Integer({ value: wish.byKeyIdentifier === undefined ? 1 : 3 }),
    signerNamed(wish),
    algorithm,
    ...(attributes === undefined ? [] : [tagged(0, attributes)]),
    signatureAlgorithm(wish.key ?? signer.key, digest, wish.pss === true),
    octets(value),
    ...(unsigned.length === 0 ? [] : [tagged(1, unsigned)]),
  );
  const signedData = sequence(
    new Integer({ value: 1 }),
    new Set({ value: [algorithm] }),
    sequence(oid(contentType), ...embedded(content, wish)),
    tagged(
      0,
      (wish.certificates ?? [signer]).map(({ der }) => raw(der)),
    ),
    new Set({ value: [info] }),
  );
  return bytesOf(sequence(oid('1.2.840.113549.1.7.2'), tagged(0, [signedData])));
}

const embedded = (content: Uint8Array, { embed = false }: Wish): BaseBlock[] =>
  embed === false ? [] : [tagged(0, [octets(embed === true ? content : new Uint8Array())])];

export const tagged = (tagNumber: number, value: readonly BaseBlock[]) =>
  new Constructed({ idBlock: { tagClass: 3, tagNumber }, value: [...value] });

function attributesOf(content: Uint8Array, wish: Wish): BaseBlock[] {
  const { digest = 'sha256', contentType = dataType, named = wish.signer } = wish;
  const messageDigest = wish.messageDigest ?? createHash(digest).update(content).digest();
  return [
    attribute('1.2.840.113549.1.9.3', oid(contentType)),
    attribute('1.2.840.113549.1.9.4', octets(messageDigest)),
    ...(wish.at === undefined
      ? []
      : [attribute('1.2.840.113549.1.9.5', new UTCTime({ valueDate: new Date(wish.at) }))]),
    ...(named === null
      ? []
      : [
          attribute(
            '1.2.840.113549.1.9.16.2.47',
            sequence(sequence(sequence(octets(createHash('sha256').update(named.der).digest())))),
          ),
        ]),
    ...(wish.attributes ?? []),
  ];
}

function signerNamed({ signer, byKeyIdentifier }: Wish): BaseBlock {
  if (byKeyIdentifier !== undefined) {
    const block = octets(byKeyIdentifier);
    block.idBlock.tagClass = 3;
    block.idBlock.tagNumber = 0;
    return block;
  }
  const tbs = (raw(signer.der) as Sequence).valueBlock.value[0] as Sequence;
  const [, serial, , issuer] = tbs.valueBlock.value;
  return sequence(issuer as BaseBlock, serial as BaseBlock);
}

function valueOf(data: Uint8Array, digest: MadeDigest, { signer, key = signer.key, pss }: Wish): Uint8Array {
  if (key.asymmetricKeyType === 'ed25519') return sign(null, data, key);
  const saltLength = createHash(digest).digest().length;
  return sign(
    digest,
    data,
    pss === true ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength } : { key },
  );
}

function signatureAlgorithm(key: KeyObject, digest: MadeDigest, pss: boolean): BaseBlock {
  if (key.asymmetricKeyType === 'ed25519') return sequence(oid('1.3.101.112'));
  if (key.asymmetricKeyType === 'ec') {
    const ids: Partial<Record<MadeDigest, string>> = {
      sha1: '4.1',
      sha256: '4.3.2',
      sha384: '4.3.3',
      sha512: '4.3.4',
    };
    return sequence(oid(`1.2.840.10045.${ids[digest]}`));
  }
  if (!pss) return sequence(oid('1.2.840.113549.1.1.1'), new Null());
  const hash = sequence(oid(digestIds[digest]), new Null());
  return sequence(
    oid('1.2.840.113549.1.1.10'),
    sequence(
      tagged(0, [hash]),
      tagged(1, [sequence(oid('1.2.840.113549.1.1.8'), hash)]),
      tagged(2, [new Integer({ value: createHash(digest).digest().length })]),
    ),
  );
}
