import { isLockedWorkbook } from './excel-password';

const record = (type: number, data: string): Buffer => {
  const bytes = Buffer.from(data, 'hex');
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(bytes.length, 2);
  return Buffer.concat([head, bytes]);
};
const beginning = record(0x0809, '0006050000000000000000000000000000');
const workbook = (pass: string, ...before: Buffer[]): Buffer =>
  Buffer.concat([beginning, ...before, record(0x002f, pass), record(0x0042, 'b004')]);

const salt = '000102030405060708090a0b0c0d0e0f';
const rc4 = '010001000100';
/** Version 2.2, flags, a header of 32 bytes with a key of 128 bits, no name of a provider. */
const header = `04000000${'00000000'}0168000004800000${'80000000'}01000000${'0000000000000000'}`;
const byProvider = `010002000200${'04000000'}20000000${header}10000000${salt}`;

/** Each method with a password of somebody, and with the one of structures that are protected. */
const methods: readonly (readonly [method: string, locked: string, open: string])[] = [
  ['obfuscation of Excel 5', '1234af83', '12340a9a'],
  ['obfuscation', '00001234af83', '000012340a9a'],
  [
    'RC4 of 40 bits',
    `${rc4}${salt}d9ff637219813a495dff4890671e2657f6a03fcf8c5b90d00f6412d606998c34`,
    `${rc4}${salt}75893a71a012720e88b0c355190404ef7952c14f1ebd3eec4903dea40b7cc250`,
  ],
  [
    'RC4 by a provider of Windows',
    `${byProvider}7b7778ee97ea60e186982f99bce3bc4614000000eda30f245e1ecffc6bfbb3fbfdff0cca42177e89`,
    `${byProvider}d450d6e1a56ca0ad1f5f1dbdb38375751400000002d09feac72b2b48ed3d4117812c077ce90f780e`,
  ],
];

it.each(methods)(
  '%s asks for a password, but not where the structure alone is protected',
  (_, locked, open) => {
    expect([locked, open].map((pass) => isLockedWorkbook(workbook(pass)))).toEqual([true, false]);
  },
);

it('looks behind the mark of a workbook that is not to be written', () =>
  expect(isLockedWorkbook(workbook('1234af83', record(0x0086, '')))).toBe(true));

it('what is encrypted in a way that is not known asks for a password', () =>
  expect(['', '0100', '01000300', `${rc4}${salt}`].map((pass) => isLockedWorkbook(workbook(pass)))).toEqual([
    true,
    true,
    true,
    true,
  ]));

it.each([
  ['nothing', Buffer.alloc(0)],
  ['a workbook that is open', Buffer.concat([beginning, record(0x0042, 'b004')])],
  [
    'the record in another place',
    Buffer.concat([beginning, record(0x0042, 'b004'), record(0x002f, '1234af83')]),
  ],
  ['no workbook', record(0x002f, '1234af83')],
  ['a length beyond the end', Buffer.from('0908ffff', 'hex')],
])('%s asks for none', (_, head) => expect(isLockedWorkbook(head)).toBe(false));
