import type { Part } from './fault-house';

/** A step at which a process can be made to kill itself: the marker in the source, and who passes there. */
export interface Failpoint {
  readonly name: string;
  /** Source of the marker, in the repository. */
  readonly source: string;
  readonly services: readonly Part[];
  /** Whether a service comes there once, with the first thing it does after it began. */
  readonly isOfBeginning?: true;
}

/**
 * Every failpoint there is. A source names a point with a comment line `// failpoint(name)`; only the build of the
 * fault tests turns it into a call (`build-faults.mjs`), so the production build holds none.
 */
export const failpoints: readonly Failpoint[] = [
  {
    name: 'appended-not-answered',
    source: 'libs/adapters/event-store/src/transact.ts',
    services: ['exchange', 'dossiers', 'directory'],
  },
  {
    name: 'reactor-read',
    source: 'libs/adapters/event-store/src/reactor.ts',
    services: ['exchange'],
  },
  {
    name: 'reacted-checkpoint-not-stored',
    source: 'libs/adapters/event-store/src/reactor.ts',
    services: ['exchange', 'dossiers'],
  },
  {
    name: 'day-order-given-dossier-not-appended',
    source: 'apps/dossiers/src/gathering.ts',
    services: ['dossiers'],
  },
  {
    name: 'leg-begun-others-not',
    source: 'apps/dossiers/src/legs/leg.reactor.ts',
    services: ['dossiers'],
  },
  {
    name: 'leg-closed-others-not',
    source: 'apps/dossiers/src/legs/leg.reactor.ts',
    services: ['dossiers'],
  },
  {
    name: 'incoming-number-allocated-delivery-not-appended',
    source: 'apps/exchange/src/delivery/accept-receipt/accept-receipt.command-handler.ts',
    services: ['exchange'],
  },
  {
    name: 'outgoing-number-allocated-document-not-appended',
    source: 'apps/exchange/src/document/number-document/number-document.command-handler.ts',
    services: ['exchange'],
  },
  {
    name: 'number-voided-register-not-told',
    source: 'apps/exchange/src/document/void-number/void-number.command-handler.ts',
    services: ['exchange'],
  },
  {
    name: 'succession-recorded-predecessors-not-closed',
    source: 'apps/directory/src/merge-agencies/merge-agencies.command-handler.ts',
    services: ['directory'],
  },
  {
    name: 'predecessor-closed-others-not',
    source: 'apps/directory/src/merge-agencies/merge-agencies.command-handler.ts',
    services: ['directory'],
  },
  {
    name: 'published-checkpoint-not-stored',
    source: 'apps/bus/src/relay/relay.ts',
    services: ['bus'],
    isOfBeginning: true,
  },
  {
    name: 'row-published-not-noted',
    source: 'apps/bus/src/relay/relay.ts',
    services: ['bus'],
  },
  {
    name: 'webhook-sent-not-noted',
    source: 'apps/bus/src/webhooks/dispatch/dispatcher.ts',
    services: ['bus'],
  },
  {
    name: 'rows-written-not-committed',
    source: 'apps/read-models/src/projector/project-batch.ts',
    services: ['read-models'],
  },
  {
    name: 'content-synced-not-renamed',
    source: 'libs/adapters/content-store/src/file-content-store.ts',
    services: ['gateway'],
  },
];
