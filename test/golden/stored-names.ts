import { isRunnerStream, runnerCodec } from '@adapters/event-store';
import { agencyCodec, agencyOfStream } from '@domain/agency/events';
import { applicantCodec, applicantOfStream } from '@domain/applicant/events';
import { calendarCodec, calendarStream } from '@domain/calendar';
import { daybookCodec, daybookOfStream } from '@domain/daybook/events';
import type { Codec, Fact } from '@domain/decider';
import { deliveryCodec, deliveryOfStream } from '@domain/delivery/events';
import { documentCodec, documentOfStream } from '@domain/document/events';
import { dossierCodec, dossierOfStream } from '@domain/dossier/events';
import { handoverCodec, handoverOfStream } from '@domain/handover/events';
import { installationCodec, installationStream } from '@domain/installation/events';
import { legCodec, legOfStream } from '@domain/leg/events';
import { looksCodec, looksOfStream } from '@domain/looks/events';
import { noticeCodec, noticeOfStream } from '@domain/notice/events';
import { procedureCodec, procedureOfStream } from '@domain/procedure/events';
import { registerCodec, registerOfStream } from '@domain/register/events';
import { secrecyCodec, secrecyOfStream } from '@domain/secrecy/events';
import { systemCodec, systemOfStream } from '@domain/system/events';
import { webhookCodec, webhookOfStream } from '@domain/webhook/events';

interface StoredNames {
  readonly codec: Codec<Fact>;
  /** Does the name belong to one of this codec's streams? */
  readonly owns: (stream: string) => boolean;
}

/** Every codec table of the house, by the file it stands in. */
export const codecs: Readonly<Record<string, StoredNames>> = {
  'libs/adapters/event-store/src/runner.codec.ts': { codec: runnerCodec, owns: isRunnerStream },
  'libs/domain/agency/src/agency.codec.ts': {
    codec: agencyCodec,
    owns: (stream) => agencyOfStream(stream) !== undefined,
  },
  'libs/domain/applicant/src/applicant.codec.ts': {
    codec: applicantCodec,
    owns: (stream) => applicantOfStream(stream) !== undefined,
  },
  'libs/domain/calendar/src/calendar.codec.ts': {
    codec: calendarCodec,
    owns: (stream) => stream === calendarStream,
  },
  'libs/domain/daybook/src/daybook.codec.ts': {
    codec: daybookCodec,
    owns: (stream) => daybookOfStream(stream) !== undefined,
  },
  'libs/domain/delivery/src/delivery.codec.ts': {
    codec: deliveryCodec,
    owns: (stream) => deliveryOfStream(stream) !== undefined,
  },
  'libs/domain/document/src/document.codec.ts': {
    codec: documentCodec,
    owns: (stream) => documentOfStream(stream) !== undefined,
  },
  'libs/domain/dossier/src/dossier.codec.ts': {
    codec: dossierCodec,
    owns: (stream) => dossierOfStream(stream) !== undefined,
  },
  'libs/domain/handover/src/handover.codec.ts': {
    codec: handoverCodec,
    owns: (stream) => handoverOfStream(stream) !== undefined,
  },
  'libs/domain/installation/src/installation.codec.ts': {
    codec: installationCodec,
    owns: (stream) => stream === installationStream,
  },
  'libs/domain/leg/src/leg.codec.ts': {
    codec: legCodec,
    owns: (stream) => legOfStream(stream) !== undefined,
  },
  'libs/domain/looks/src/looks.codec.ts': {
    codec: looksCodec,
    owns: (stream) => looksOfStream(stream) !== undefined,
  },
  'libs/domain/notice/src/notice.codec.ts': {
    codec: noticeCodec,
    owns: (stream) => noticeOfStream(stream) !== undefined,
  },
  'libs/domain/procedure/src/procedure.codec.ts': {
    codec: procedureCodec,
    owns: (stream) => procedureOfStream(stream) !== undefined,
  },
  'libs/domain/register/src/register.codec.ts': {
    codec: registerCodec,
    owns: (stream) => registerOfStream(stream) !== undefined,
  },
  'libs/domain/secrecy/src/secrecy.codec.ts': {
    codec: secrecyCodec,
    owns: (stream) => secrecyOfStream(stream) !== undefined,
  },
  'libs/domain/system/src/system.codec.ts': {
    codec: systemCodec,
    owns: (stream) => systemOfStream(stream) !== undefined,
  },
  'libs/domain/webhook/src/webhook.codec.ts': {
    codec: webhookCodec,
    owns: (stream) => webhookOfStream(stream) !== undefined,
  },
};
