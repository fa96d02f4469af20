import fc from 'fast-check';
import { marksSecret } from './secrecy-marks';

const values = fc.jsonValue().filter((value) => !['', 'none', null].includes(value as string));
const around = fc.array(fc.oneof(fc.constant('list'), fc.string()), { maxLength: 5 });
const within = (json: string, places: readonly string[]): string =>
  places.reduce(
    (text, place) => (place === 'list' ? `[1,${text}]` : `{${JSON.stringify(place)}:${text}}`),
    json,
  );

it('finds a mark in any JSON, wherever it stands', () =>
  fc.assert(
    fc.property(values, fc.jsonValue(), around, (value, beside, places) => {
      const json = within(`{"beside":${JSON.stringify(beside)},"secrecy":${JSON.stringify(value)}}`, places);
      expect(marksSecret(json)).toBe(true);
    }),
  ));

it('finds none where no object names it', () =>
  fc.assert(
    fc.property(fc.jsonValue(), around, (value, places) => {
      const json = within(JSON.stringify({ text: JSON.stringify({ secrecy: value }) }), places);
      fc.pre(!/"secrecy"\s*:/i.test(json));
      expect(marksSecret(json)).toBe(false);
    }),
  ));

it('ends on any text, however it breaks off', () =>
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', '\\', ':', ' ', 'secrecy', '{', 'é') }), (text) =>
      expect(typeof marksSecret(text)).toBe('boolean'),
    ),
  ));
