import { formMedia } from './form-media.policy';

it.each([
  [undefined, 'pdf'],
  ['*/*', 'pdf'],
  ['text/html', 'pdf'],
  ['application/json', 'json'],
  ['application/pdf', 'pdf'],
  ['application/json, application/pdf', 'json'],
  ['application/json;q=0.5, application/pdf', 'pdf'],
  ['application/pdf;q=0.1, Application/JSON; q=0.9', 'json'],
  ['application/json;q=0', 'pdf'],
  ['application/json;q=x', 'pdf'],
] as const)('Accept %p is answered as %s', (accept, media) =>
  expect(formMedia(undefined, accept)).toBe(media),
);

it('what is asked for by name wins', () => {
  expect(formMedia('pdf', 'application/json')).toBe('pdf');
  expect(formMedia('json', 'application/pdf')).toBe('json');
});
