import { isBlank, isLine, isProse } from './text';

const named = (cases: Readonly<Record<string, string>>) => Object.entries(cases);

const hiddenOnes = named({
  'zero width space': '\u200b',
  'zero width joiner': '\u200d',
  'zero width non-joiner': '\u200c',
  'soft hyphen': '\u00ad',
  'combining grapheme joiner': '\u034f',
  'word joiner': '\u2060',
  'byte order mark': '\ufeff',
  'right-to-left override': '\u202e',
  'right-to-left isolate': '\u2067',
  'left-to-right mark': '\u200e',
  'Arabic letter mark': '\u061c',
  'Hangul filler': '\u3164',
  'halfwidth Hangul filler': '\uffa0',
  'Mongolian vowel separator': '\u180e',
  'variation selector': '\ufe0f',
  'variation selector of a supplement': '\u{e0100}',
  'tag letter': '\u{e0041}',
  'interlinear anchor': '\ufff9',
  noncharacter: '\uffff',
});

it.each(hiddenOnes)('a text may not hold a %s', (_, character) => {
  expect([isLine(`a${character}b`), isProse(`a${character}b`)]).toEqual([false, false]);
});

const lineBreaks = named({
  'line feed': '\n',
  'carriage return': '\r',
  tab: '\t',
  'line separator': '\u2028',
  'paragraph separator': '\u2029',
});

it.each(lineBreaks)('a %s stands in prose, in no line', (_, character) => {
  expect([isLine(`a${character}b`), isProse(`a${character}b`)]).toEqual([false, true]);
});

it.each(
  named({ 'next line': '\u0085', 'vertical tab': '\v', 'form feed': '\f', null: '\0', escape: '\u001b' }),
)('a %s stands in neither', (_, character) =>
  expect([isLine(`a${character}b`), isProse(`a${character}b`)]).toEqual([false, false]),
);

const blanks = named({
  nothing: '',
  space: ' ',
  'no-break space': '\u00a0',
  'ideographic space': '\u3000',
  'em space': '\u2003',
  'line feed': '\n',
  'zero width space': '\u200b',
  'braille blank': '\u2800',
  'a mark on nothing': '\u0301',
});

it.each(blanks)('%s is blank', (_, text) => {
  expect([isLine(text), isProse(text)]).toEqual([false, false]);
});

it.each(['Đã xong ✔️', '👨\u200d👩\u200d👧', '☎️ 0243', 'khẩn❗️'])(
  'an emoji keeps what it is made of: %s',
  (text) => expect([isLine(text), isProse(text)]).toEqual([true, true]),
);

it.each(['a\u200d👧', '✔\ufe0f\ufe0f', 'a\ufe0f', '👨\u200d', '🏴\u{e0067}'])(
  'what is no whole emoji hides nothing: %j',
  (text) => expect([isLine(text), isProse(text)]).toEqual([false, false]),
);

it.each(['Kế hoạch tuyển dụng', 'Đường Nguyễn Huệ', 'Ấp Bưng Ốc'])(
  'Vietnamese stands either way: %s',
  (text) => {
    for (const form of ['NFC', 'NFD'] as const) expect(isLine(text.normalize(form))).toBe(true);
  },
);

it.each(['V/v họp', '01/QĐ-UBND', '-', '5', '北', 'Số 12', '✓', '👍', 'ﷺ'])('%s says something', (text) => {
  expect([isBlank(text), isLine(text), isProse(text)]).toEqual([false, true, true]);
});
