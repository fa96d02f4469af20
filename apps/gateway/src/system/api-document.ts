import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiBody, ApiProperty, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { saidOfFields, SendCommandsBody, tags } from '@contracts';
import { version } from '@runtime';
import { CommandsController } from '../commands/commands.controller';
import { described } from './openapi';

for (const { shape, field, options } of saidOfFields) ApiProperty(options)(shape, field);
const { prototype } = CommandsController;
// The items of its body stay as they were sent, so no class says what it is.
const send = Object.getOwnPropertyDescriptor(prototype, 'send') as TypedPropertyDescriptor<unknown>;
ApiBody({ type: SendCommandsBody })(prototype, 'send', send);

/** The OpenAPI document: shapes from the classes of the contracts, everything else from the two tables of the edge. */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
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
