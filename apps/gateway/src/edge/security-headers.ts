const everywhere = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
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

/** Is this a route of the API page, which no operation serves? */
export const isApiPage = (route: string): boolean =>
  route === '/docs' || route.startsWith('/docs/') || route === '/openapi.json';

/** Headers of every answer. Nothing is shared with other origins. */
export const securityHeaders = (ofApiPage = false): Readonly<Record<string, string>> => ({
  ...everywhere,
  'content-security-policy': ofApiPage ? apiPage : answersOnly,
});
