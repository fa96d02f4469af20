import {
  channels,
  conventions,
  feeMoments,
  idOfStream,
  onlineLevels,
  periodUnits,
  routeModes,
  streamNameOf,
  supplementClocks,
} from '@domain/codes';
import { codecOf, flag, listOf, oneOf, shape, text, whole } from '@domain/decider';
import type { ProcedureEvent } from './procedure.events';

const period = shape({ amount: whole, unit: oneOf(...periodUnits) });
const component = shape({ key: text, name: text, mandatory: flag, originals: whole }, { form: text });
const fee = shape({
  key: text,
  name: text,
  amountVnd: whole,
  moment: oneOf(...feeMoments),
  legalBasis: text,
});
const route = shape({
  mode: oneOf(...routeModes),
  lead: text,
  legs: listOf(shape({ agency: text, task: text, time: period }, { optional: flag })),
});

/** These names are the stored format: versions are added, never changed. */
export const procedureCodec = codecOf<ProcedureEvent>({
  ProcedureVersionIssued: {
    name: 'ProcedureVersionIssued.v1',
    schema: shape(
      {
        procedure: text,
        version: text,
        name: text,
        sector: text,
        effectiveFromDate: text,
        legalTime: period,
        publishedTime: period,
        convention: oneOf(...conventions),
        channels: listOf(oneOf(...channels)),
        components: listOf(component),
        fees: listOf(fee),
        onlineLevel: oneOf(...onlineLevels),
        supplement: shape({ clock: oneOf(...supplementClocks), requestsMax: whole, answerDays: whole }),
        legalBasis: text,
        at: text,
      },
      { route, resultDocument: flag },
    ),
  },
  ProcedureAbolished: {
    name: 'ProcedureAbolished.v1',
    schema: shape({ procedure: text, effectiveDate: text, legalBasis: text, at: text }),
  },
});

/** One procedure under its code in the national catalogue. */
export const procedureStream = (code: string): string => streamNameOf('procedure', code);
export const procedureOfStream = (stream: string): string | undefined => idOfStream('procedure', stream);
