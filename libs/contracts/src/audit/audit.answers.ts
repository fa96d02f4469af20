import {
  agency,
  type Answer,
  anything,
  at,
  cursor,
  described,
  each,
  list,
  maybe,
  officer,
  oneOf,
  page,
  type Schema,
  sha256,
  shape,
  text,
  uuid,
  whole,
} from '../answer';
import { sources } from '../caller';

const historyEvent = described(
  shape(
    {
      stream: described(text, 'name of the stream it stands in, such as `document-<documentId>`'),
      revision: described(whole, 'its place in the stream; 0 is the first event'),
      position: described(text, 'commit position, decimal'),
      eventId: uuid,
      type: described(text, 'stored name, such as `DocumentIssued.v1`'),
      occurredAt: described(at, 'when it happened'),
      recordedAt: described(at, 'when the store took it'),
      actor: described(
        shape({
          agency,
          officer: described(officer, 'id of the officer; `System` where the house acted by itself'),
          role: described(text, 'the role that allowed it; `System` where the house acted by itself'),
        }),
        'who acted',
      ),
      source: described(oneOf(...sources), 'where it came from; `import` and `scenario` bring past facts'),
      importedFrom: maybe(described(text, '`<file name>#<sha256>` of the imported file')),
      onBehalfOf: maybe(
        described(
          agency,
          'of an import, code of the agency whose tool acted; else of the closed agency acted for',
        ),
      ),
      sentBy: maybe(
        described(
          uuid,
          'id of the connected system that sent the command over the bus, for the officer who acted',
        ),
      ),
      correlationId: described(uuid, 'of the journey: one request and all that followed from it'),
      causationId: described(uuid, 'id of the request or of the event that caused it'),
      commandId: described(uuid, 'of the command, the same however often it was sent'),
      legalBasis: maybe(described(text, 'what it rests on in law, when it was recorded with it')),
      ruleVersion: maybe(described(text, 'of the rules it was decided by, such as the work calendar')),
      reason: maybe(described(text, 'reason or result as the fact states it, when it does')),
      data: described(anything, 'the fact as it is stored'),
    },
    'occurredAt',
  ),
  'one recorded event, with who, when, why and where it stands',
);
export type HistoryEvent = Answer<typeof historyEvent>;

const historyOf = <State>(state: Schema<State>) =>
  shape({
    state: described(state, 'folded from the store up to the moment asked for: the same on every page'),
    events: described(
      list(historyEvent),
      'up to the same moment, in the order of their positions, page by page',
    ),
    next: cursor,
  });

export const dossierHistory = historyOf(anything);
export type DossierHistory = Answer<typeof dossierHistory>;

export const legsHistory = historyOf(
  shape({ legs: described(each(anything), 'by their place in the route, counted from 1') }),
);
export type LegsHistory = Answer<typeof legsHistory>;

export const documentHistory = historyOf(
  shape({
    document: described(anything, 'of the document at its sender'),
    deliveries: described(
      each(anything),
      'by agency code, page by page like the events: a document may go to 1,000 agencies',
    ),
  }),
);
export type DocumentHistory = Answer<typeof documentHistory>;

const lookRow = described(
  shape(
    {
      at,
      agency,
      officer,
      role: maybe(described(text, 'the role that allowed it; absent when none did')),
      sentBy: maybe(
        described(uuid, 'id of the connected system that sent it over the bus in the name of the officer'),
      ),
      operation: described(text, 'name of the operation, as `operationId` of the API page'),
      object: maybe(
        described(text, 'ids of what was asked for, `/` between; absent when the operation names no object'),
      ),
      outcome: described(text, '`answered`, or `<context>:<refusal>`'),
      correlationId: described(uuid, 'of the journey'),
      count: maybe(
        described(
          whole,
          'so many more equal refusals within a minute, in one row with `at` of the last; absent on a row of its own',
        ),
      ),
    },
    'at',
  ),
  'who looked at what: an answered question, a download or print, or a refusal; ids only',
);
export type LookRow = Answer<typeof lookRow>;

export const looksPage = described(
  page(lookRow),
  'rows may be fewer than asked for, even none, while `next` goes on: so much of the trail is read for one page',
);
export type LooksPage = Answer<typeof looksPage>;

export const importInNumbers = described(
  shape({
    sha256: described(sha256, 'SHA-256 of the file, lower-case hex'),
    agencies: described(whole, 'registered for it'),
    officers: described(whole, 'appointed for it'),
    dossiers: described(whole, 'opened'),
    channels: described(each(whole), 'dossiers by the channel they came on'),
    handoffs: described(whole, 'offered and accepted'),
    activities: described(whole, 'recorded'),
    ended: described(whole, 'dossiers completed'),
    endedOnTime: described(
      whole,
      'those of them that ended at or before the deadline the same file gave them',
    ),
  }),
  'what was recorded out of one imported file, whoever it concerns; nothing recorded twice is counted twice',
);
export type ImportInNumbers = Answer<typeof importInNumbers>;
