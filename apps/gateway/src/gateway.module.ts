import { type DynamicModule, Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ContentStore } from '@adapters/content-store';
import { Requester, tell } from '@adapters/messaging';
import { type CommandRefused, notices, operations } from '@contracts';
import { Clock, type EdgeContext } from '@runtime';
import { CommandsController } from './commands/commands.controller';
import { CommandsFromBus } from './commands/from-bus/commands-from-bus';
import { RefusedFromBus } from './commands/from-bus/refused-from-bus';
import { Registrations } from './commands/from-bus/registrations';
import { ContentsController } from './contents/contents.controller';
import { RefusedSecrets } from './contents/refused-secrets';
import { ResumableController } from './contents/resumable/resumable.controller';
import { ResumableUploads } from './contents/resumable/resumable-uploads';
import type { Scrubber } from './contents/scrubber';
import { Uploads } from './contents/uploads';
import { RecipientsADay } from './documents/recipients-a-day';
import { Admission } from './edge/admission';
import { CrowdControl } from './edge/crowd-control';
import { forwarder } from './edge/forwarders';
import { Services } from './edge/services';
import { DossierFormController } from './forms/dossier-form.controller';
import { DossierProgressController } from './forms/dossier-progress.controller';
import { FormsSaid } from './forms/forms-said';
import { PrintDossierRegisterController } from './forms/print-dossier-register.controller';
import { LiveController } from './live/live.controller';
import { Streams } from './live/streams';
import { OperationsController } from './operations/operations.controller';
import { PrintRegisterController } from './registers/print-register.controller';
import { Printer } from './registers/printer';
import { SystemReadiness } from './system/readiness';
import { SystemController } from './system/system.controller';
import { SystemNumbers } from './system/system-numbers';
import { ValidateController } from './system/validate.controller';

/** What the gateway works with: the process's context, the files, and the services behind NATS. No store. */
export interface GatewayContext extends EdgeContext {
  readonly contents: ContentStore;
  readonly requester: Requester;
  readonly uploads: Uploads;
  readonly resumable: ResumableUploads;
  readonly scrubber: Scrubber;
  readonly admission: Admission;
  readonly streams: Streams;
  readonly numbers: SystemNumbers;
}

function commandsFromBus(
  context: GatewayContext,
  host: HttpAdapterHost,
  crowd: CrowdControl,
): CommandsFromBus {
  const { requester, admission, connection, signing, metrics, clock, log } = context;
  const signer = signing.as('gateway');
  const asking = new Requester(connection, signer, { timeoutMs: registrationWithinMs });
  const told = (news: CommandRefused): void => tell(connection, signer, notices.commandRefused, news);
  return new CommandsFromBus({
    ...context,
    ...{ host, crowd, passes: admission.passes, registrations: new Registrations(asking) },
    secrets: new RefusedSecrets(requester, clock, log),
    refused: new RefusedFromBus({ metrics, log, clock, tell: told }),
  });
}

/** The directory's answer is a look into memory and one read. */
const registrationWithinMs = 2_000;

@Module({})
export class GatewayModule {
  static forRoot(context: GatewayContext): DynamicModule {
    const { contents, uploads, resumable, requester, clock, metrics } = context;
    const { admission, streams, numbers, configuration, log } = context;
    return {
      module: GatewayModule,
      controllers: [
        forwarder(operations),
        ContentsController,
        ResumableController,
        LiveController,
        PrintRegisterController,
        DossierFormController,
        PrintDossierRegisterController,
        DossierProgressController,
        CommandsController,
        OperationsController,
        SystemController,
        ValidateController,
      ],
      providers: [
        { provide: ContentStore, useValue: contents },
        { provide: Printer, useFactory: () => new Printer(configuration, metrics, log) },
        { provide: FormsSaid, useValue: new FormsSaid(configuration) },
        { provide: Clock, useValue: clock },
        { provide: Services, useValue: new Services(requester) },
        { provide: Uploads, useValue: uploads },
        { provide: Admission, useValue: admission },
        { provide: CrowdControl, useValue: new CrowdControl(configuration, metrics) },
        {
          provide: CommandsFromBus,
          useFactory: (host: HttpAdapterHost, crowd: CrowdControl) => commandsFromBus(context, host, crowd),
          inject: [HttpAdapterHost, CrowdControl],
        },
        { provide: Streams, useValue: streams },
        { provide: ResumableUploads, useValue: resumable },
        { provide: RecipientsADay, useValue: new RecipientsADay(configuration, metrics) },
        { provide: SystemNumbers, useValue: numbers },
        { provide: SystemReadiness, useValue: new SystemReadiness(context) },
      ],
    };
  }
}
