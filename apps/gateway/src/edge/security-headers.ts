import { version } from '@runtime';

/** The version of the API that answers, as its page has it; what it promises is in docs/versions.md. */
export const apiVersion = { 'api-version': version } as const;

const everywhere = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
  ...apiVersion,
} as const;

const answersOnly = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/** The API page brings its own scripts and styles with it and sets styles inline. */
const apiPage = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const pages = ['/docs', '/openapi.json', '/problems', '/asyncapi.json', '/schemas'];
/** Is this a route of the API page, which no operation serves? */
export const isApiPage = (route: string): boolean =>
  pages.some((page) => route === page || route.startsWith(`${page}/`));

/** Headers of every answer. Nothing is shared with other origins. */
export const securityHeaders = (ofApiPage = false): Readonly<Record<string, string>> => ({
  ...everywhere,
  'content-security-policy': ofApiPage ? apiPage : answersOnly,
});
