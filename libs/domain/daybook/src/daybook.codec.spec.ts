import { daybookOfStream, daybookStream } from './daybook.codec';

it.each(['H26', 'H26.1', '000.00.15.H26'])('of %s comes back from the name of its stream', (agency) => {
  const book = { agency, localDate: '2026-11-30' };
  expect(daybookOfStream(daybookStream(book))).toEqual(book);
});

it.each(['daybook-H26', 'daybook-H26.2026', 'daybook-x.2026-11-30', 'dossier-H26.2026-11-30'])(
  '%s is no day book',
  (stream) => expect(daybookOfStream(stream)).toBeUndefined(),
);
