import fc from 'fast-check';
import { agencyOfToken, agencyToken, isAgencyCode, schemeOf } from '.';

const agencyCodes = fc.stringMatching(/^[A-Y]\d{2}(\.[A-Z0-9]{1,7}){0,4}$/);

describe('an agency code', () => {
  it.each(['H26', 'H26.1.2', 'H37.02.02', 'H37.DN.001', 'G09.20', 'A00', `H26.${'1'.repeat(31)}`])(
    '%s is written as Decision 20/2020 says',
    (code) => expect(schemeOf(code)).toBe('qd20'),
  );

  it.each([
    '000.00.00.G22',
    '000.00.00.H41',
    '000.00.00.H14',
    '000.00.00.G17',
    '000.00.15.H51',
    '002.00.20.H13',
  ])('%s is written as QCVN 102:2016 says', (code) => expect(schemeOf(code)).toBe('qcvn102'));

  it.each(['28.22.H17', '01.02.G22', '001.00.20.TT2', 'vxp.saas.03', 'null'])(
    '%s was seen in traffic and is no agency code',
    (code) => expect(isAgencyCode(code)).toBe(false),
  );

  it.each([
    ['a scheme of other organisations', 'Z01123456789'],
    ['a lower-case letter', 'h26'],
    ['one digit only', 'H2'],
    ['a group without characters', 'H26..1'],
    ['a dot at the end', 'H26.'],
    ['a dash', 'H26-1'],
    ['a letter outside A to Z', 'Đ26'],
    ['more than 35 characters', `H26.${'1'.repeat(32)}`],
    ['a line break at the end', 'H26\n'],
    ['nothing', ''],
  ])('is not written with %s', (_, code) => expect(schemeOf(code)).toBeUndefined());

  it('comes back from its token', () =>
    fc.assert(fc.property(agencyCodes, (code) => agencyOfToken(agencyToken(code)) === code)));

  it('as a token is one token of a subject', () =>
    fc.assert(fc.property(agencyCodes, (code) => /^[A-Z0-9-]{3,35}$/.test(agencyToken(code)))));
});
