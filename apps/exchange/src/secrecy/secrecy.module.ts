import { Module } from '@nestjs/common';
import { CountRefusedSecretController } from './count-refused-secret/count-refused-secret.controller';
import { SecrecyCommandHandler } from './secrecy.command-handler';

/** How many state-secret documents were kept out, and nothing else of them. */
@Module({ controllers: [CountRefusedSecretController], providers: [SecrecyCommandHandler] })
export class SecrecyModule {}
