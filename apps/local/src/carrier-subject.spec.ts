import { carrierSubject } from './carrier-subject';
import { ToolRefused } from './tool';

const served = ['H00.21', 'H00.22', '000.00.15.H51'];

it('is good for the agencies asked for, each once', () =>
  expect(carrierSubject('truc', ['H00.22', 'H00.21', 'H00.22'], served)).toEqual({
    sub: 'truc',
    agency: 'H00.22',
    roles: ['AxisAdapter'],
    carries: ['H00.22', 'H00.21'],
  }));

it('is good for all that carriers serve when none is asked for', () =>
  expect(carrierSubject('truc', [], served)).toMatchObject({ agency: 'H00.21', carries: served }));

it.each<[string, string, readonly string[], readonly string[], string]>([
  ['no carriers', 'truc', ['H00.21'], [], 'LIENTHONG_CARRIED_AGENCIES and start it again'],
  ['an agency that no carrier serves', 'truc', ['H00.21', 'H00.03'], served, 'No carrier serves H00.03'],
  ['what is no code', 'truc', ['vt.stc'], served, 'Not an agency code: vt.stc'],
  ['a name that no token bears', 'trục quốc gia', [], served, '--carrier takes a name'],
  ['too many', 'truc', [], Array.from({ length: 201 }, (_, n) => `H00.X${n}`), 'good for 1 to 200 agencies'],
])('refuses %s', (_, name, asked, all, message) => {
  expect(() => carrierSubject(name, asked, all)).toThrow(ToolRefused);
  expect(() => carrierSubject(name, asked, all)).toThrow(message);
});
