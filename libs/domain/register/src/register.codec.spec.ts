import fc from 'fast-check';
import { registerOfStream, registerStream } from './register.codec';

const books = fc.record({
  agency: fc.oneof(
    fc.stringMatching(/^[A-Y]\d{2}(\.[A-Z0-9]{1,7}){0,4}$/),
    fc.stringMatching(/^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}$/),
  ),
  series: fc.oneof(
    fc.constantFrom('incoming', 'outgoing', 'outgoingqd'),
    fc.stringMatching(/^[a-z0-9]{1,12}$/),
  ),
  bookYear: fc.integer({ min: 1000, max: 9999 }),
});

it('comes back from the name of its stream', () =>
  fc.assert(fc.property(books, (book) => expect(registerOfStream(registerStream(book))).toEqual(book))));

it.each(['Incoming', 'in-coming', 'in.coming', '', 'đến'])('refuses the series %j', (series) =>
  expect(() => registerStream({ agency: 'H26', series, bookYear: 2026 })).toThrow('use a-z 0-9'),
);

it.each([
  'document-1',
  'register-H26',
  'register-H26.incoming',
  'register-incoming.2026',
  'register-H26.incoming.26',
])('%s is no book', (stream) => expect(registerOfStream(stream)).toBeUndefined());
