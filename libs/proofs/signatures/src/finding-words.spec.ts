import { wordsOfFinding, wordsOfStatus } from './finding-words';
import { findingCodes, statuses } from './verdict';

const vietnamese = /[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]/i;
const all = [
  ...findingCodes.map((code) => [code, wordsOfFinding(code)] as const),
  ...statuses.map((status) => [status, wordsOfStatus(status)] as const),
];

it.each(all)('%s has words in both languages', (code, { en, vi }) => {
  expect(vi).toMatch(vietnamese);
  expect(vi).toBe(vi.normalize('NFC'));
  expect(en).not.toMatch(vietnamese);
  for (const text of [en, vi]) expect(text).toMatch(/^\p{Lu}[^\n]*[^. ]\.$/u);
  expect([en, vi].join()).not.toContain(code.includes('-') ? code : '\n');
});

it('no two mean the same', () => {
  expect(new Set(all.map(([, { vi }]) => vi)).size).toBe(all.length);
  expect(new Set(all.map(([, { en }]) => en)).size).toBe(all.length);
});

it('a finding of a later version is named by its code', () =>
  expect(wordsOfFinding('constructor').vi).toContain('constructor'));
