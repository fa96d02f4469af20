import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type * as ApiDocument from './api-document';
import { serveProblemPages } from './problem-pages';
import { serveSchemaPages } from './schema-pages';

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Lienthong API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="icon" href="/docs/favicon-32x32.png">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/page.js"></script>
  </body>
</html>
`;
const script = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  docExpansion: 'none',
  persistAuthorization: false,
  validatorUrl: null,
});
`;

/** Files of the package `swagger-ui-dist`, and what they are. */
const files = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'favicon-32x32.png': 'image/png',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
} as const;

/**
 * `/docs` and `/openapi.json`. The page's files come with the program, so that it works without the internet. The
 * document is made for who asks first: what makes it holds memory that most processes never need.
 */
export function serveApiPage(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  let document: Promise<string> | undefined;
  const made = async (): Promise<string> => {
    const { openApiOf } = require('./api-document') as typeof ApiDocument;
    return JSON.stringify(openApiOf(app));
  };
  server.get('/openapi.json', async (_, reply) => {
    document ??= made();
    return reply.type('application/json; charset=utf-8').send(await document);
  });
  serveProblemPages(server);
  serveSchemaPages(server);
  for (const path of ['/docs', '/docs/'])
    server.get(path, (_, reply) => reply.type('text/html; charset=utf-8').send(page));
  server.get('/docs/page.js', (_, reply) => reply.type('text/javascript; charset=utf-8').send(script));
  for (const [name, type] of Object.entries(files)) {
    const file = join(require.resolve('swagger-ui-dist'), '..', name);
    server.get(`/docs/${name}`, (_, reply) => reply.type(type).send(createReadStream(file)));
  }
}
