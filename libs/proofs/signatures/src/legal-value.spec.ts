import { legalValueOf } from './legal-value';
import type { SignerKind, Status } from './verdict';

const [letter, annex] = ['a'.repeat(64), 'b'.repeat(64)];
const by = (kind: SignerKind, content: string, status: Status = 'valid') => ({
  by: kind,
  content,
  status,
  findings: [],
});
const both = (content: string) => [by('officer', content), by('agency', content)];

it('is an original when person and organisation signed every part, be it long ago', () => {
  expect(legalValueOf([letter, annex], [...both(letter), ...both(annex)])).toEqual({ value: 'original' });
  expect(legalValueOf([letter], [by('officer', letter, 'weak'), by('agency', letter)])).toEqual({
    value: 'original',
  });
});

it.each<[string, Parameters<typeof legalValueOf>, object[]]>([
  [
    'nothing signed',
    [[letter], []],
    [
      { of: 'officer', instead: 'nothing' },
      { of: 'agency', instead: 'nothing' },
    ],
  ],
  ['the person alone', [[letter], [by('officer', letter)]], [{ of: 'agency', instead: 'nothing' }]],
  ['the person twice', [[letter], [by('officer', letter), by('officer', letter)]], [{ of: 'agency' }]],
  ['an annex left out', [[letter, annex], both(letter)], [{ content: annex }, { content: annex }]],
  [
    'one that could not be judged',
    [[letter], [by('officer', letter), by('agency', letter, 'undecided'), by('agency', letter, 'invalid')]],
    [{ of: 'agency', instead: 'undecided' }],
  ],
  [
    'an invalid one',
    [[letter], [by('officer', letter, 'invalid'), by('agency', letter)]],
    [{ instead: 'invalid' }],
  ],
])('is for information only: %s', (_, args, missing) =>
  expect(legalValueOf(...args)).toMatchObject({ value: 'information-only', missing }),
);

it('is for information only without any content', () =>
  expect(legalValueOf([], [])).toEqual({ value: 'information-only', missing: [] }));
