import fc from 'fast-check';
import type { NoticeKind } from '@domain/codes';
import { type LetterLine, letterOf, ofTextMessage, ofZalo, shortLetterOf } from './letter.policy';

const consoleUrl = 'https://lienthong.example.vn';
const line = (kind: NoticeKind, symbol: string, id = '1'): LetterLine => ({
  kind,
  symbol,
  path: `/documents/${id}`,
});

it('tells number, symbol and link of each, and nothing else', () =>
  expect(letterOf([line('flash', '15/QĐ-UBND'), line('due', '7/CV-STC', '2')], consoleUrl)).toEqual({
    subject: 'Liên thông: 1 văn bản hỏa tốc, 1 việc đến hạn',
    text: [
      'Văn bản hỏa tốc đang chờ xử lý:\n- 15/QĐ-UBND\n  https://lienthong.example.vn/documents/1',
      'Sắp đến hạn hoặc đã quá hạn:\n- 7/CV-STC\n  https://lienthong.example.vn/documents/2',
      'Thư gửi tự động, xin không trả lời.',
    ].join('\n\n'),
  }));

it('lists twenty, and counts the rest', () => {
  const lines = Array.from({ length: 25 }, (_, index) => line('failed', `${index}/CV-STC`));
  const { subject, text } = letterOf(lines, `${consoleUrl}/`);
  expect(subject).toBe('Liên thông: 25 văn bản gửi chưa thành công');
  expect(text.match(/^- /gm)).toHaveLength(20);
  expect(text).toContain('Và 5 việc khác: https://lienthong.example.vn/\n');
});

it('keeps a symbol in its line, whatever another system made of it', () => {
  const { text } = letterOf(
    [line('flash', `15\r\nBcc: ai@example.vn\u202e/QĐ${'x'.repeat(100)}`)],
    consoleUrl,
  );
  expect(text).toContain('- 15 Bcc: ai@example.vn /QĐx');
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(80);
});

it('writes a text message without diacritics, with the link', () =>
  expect(shortLetterOf([line('flash', '15/QĐ-UBND')], consoleUrl, ofTextMessage)).toBe(
    'Lien thong: 1 van ban hoa toc (15/QD-UBND). https://lienthong.example.vn/documents/1',
  ));

it('keeps them in a message of Zalo', () =>
  expect(shortLetterOf([line('flash', '15/QĐ-UBND')], consoleUrl, ofZalo)).toBe(
    'Liên thông: 1 văn bản hỏa tốc (15/QĐ-UBND). https://lienthong.example.vn/documents/1',
  ));

it('names as many as fit into one text message', () => {
  const lines = Array.from({ length: 30 }, (_, index) => line('due', `${index}/QĐ-UBND`));
  const text = shortLetterOf(lines, consoleUrl, ofTextMessage);
  expect(text).toMatch(
    /^Lien thong: 30 viec den han \(0\/QD-UBND; .*; \.\.\.\)\. https:\/\/lienthong\.example\.vn\/$/,
  );
});

it('whatever symbols there are: one part of characters that every telephone has', () => {
  const lines = fc.array(
    fc.record({
      kind: fc.constantFrom<NoticeKind>('flash', 'due', 'failed'),
      symbol: fc.string({ unit: 'grapheme', maxLength: 100 }),
      path: fc.constant('/documents/6f1c2a34-0000-5000-8000-000000000001'),
    }),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(lines, (some) => {
      expect(shortLetterOf(some, consoleUrl, ofTextMessage)).toMatch(/^[ -Z_a-z]{1,160}$/);
    }),
  );
});
