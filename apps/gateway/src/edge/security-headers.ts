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

/** Is this an address of the API page, which no operation serves? */
export const isApiPage = (path: string): boolean =>
  path === '/docs' || path.startsWith('/docs/') || path === '/openapi.json';

/** Headers of every answer under a path. Nothing is shared with other origins. */
export const securityHeaders = (path: string): Readonly<Record<string, string>> => ({
  ...everywhere,
  'content-security-policy': isApiPage(path) ? apiPage : answersOnly,
});
