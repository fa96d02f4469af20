import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { tags } from '@contracts';
import { version } from '@runtime';
import { described } from './openapi';

/** The OpenAPI document: shapes from the classes of the contracts, everything else from the two tables of the edge. */
function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Lienthong')
    .setDescription(
      'Exchange of official documents and hand-over of dossiers between agencies. / Liên thông văn bản và hồ sơ giữa các cơ quan.',
    )
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'token');
  for (const [tag, description] of Object.entries(tags)) builder.addTag(tag, description);
  return described(SwaggerModule.createDocument(app, builder.build()));
}

/** `/docs` and `/openapi.json`. The page's files come with the program, so that it works without the internet. */
export function serveApiPage(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, openApiOf(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Lienthong API',
    swaggerOptions: { persistAuthorization: false, docExpansion: 'none', validatorUrl: null },
  });
}
