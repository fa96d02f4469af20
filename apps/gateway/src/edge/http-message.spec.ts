import { originForm } from './http-message';

it.each([
  ['/me', '/me'],
  ['/me?a=http://b/', '/me?a=http://b/'],
  ['http://a/me', '/me'],
  ['HTTPS://a:8080/me?x', '/me?x'],
  ['http://a', '/'],
  ['http://a?x', '/?x'],
  ['http:///me', '/me'],
  ['http://a/http://b/me', '/http://b/me'],
  ['ftp://a/me', 'ftp://a/me'],
  ['*', '*'],
])('the target %s is %s', (url, target) => expect(originForm(url)).toBe(target));
