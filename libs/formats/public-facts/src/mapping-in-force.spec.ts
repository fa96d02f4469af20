import { installationCodec, installationStream } from '@domain/installation/events';
import { kinds } from './copies';
import { extensionTypes, MappingInForce, MappingOfNewerRelease } from './mapping-in-force';

const at = '2026-11-30T01:00:00.000Z';
const type = 'vn.lienthong.exchange.document-praised.v1';
const extended = (position: bigint, ...types: readonly string[]) => ({
  stream: installationStream,
  position,
  ...installationCodec.encode({ type: 'PublicMappingExtended', data: { types, at } }),
});
const praised = (position: bigint) => ({
  ...{ type: 'DocumentPraised.v2', stream: 'document-1', revision: 3n },
  position,
});

it('tells what every release told from the beginning on', () =>
  expect(new MappingInForce([type]).includes('vn.lienthong.exchange.document-issued.v1', 0n)).toBe(true));

it('tells an extension behind the first fact that names it, however often and in whatever order it comes', () => {
  const mapping = new MappingInForce([type]);
  expect(mapping.includes(type, 100n)).toBe(false);
  mapping.note(extended(70n, type));
  mapping.note(extended(50n, 'vn.lienthong.exchange.other.v1', type));
  mapping.note(extended(70n, type));
  expect([50n, 51n, 70n].map((position) => mapping.includes(type, position))).toEqual([false, true, true]);
});

it('waits with what a newer release tells and this one does not know', () => {
  const mapping = new MappingInForce([]);
  mapping.note(extended(50n, type));
  expect(() => mapping.assertKnown(praised(50n))).not.toThrow();
  expect(() => mapping.assertKnown(praised(51n))).toThrow(MappingOfNewerRelease);
  expect(() => mapping.assertKnown({ ...praised(51n), type: 'DocumentDrafted.v1' })).not.toThrow();
  const newer = new MappingInForce([type]);
  newer.note(extended(50n, type));
  expect(() => newer.assertKnown(praised(51n))).not.toThrow();
});

it('knows a fact of a newer release by its name: public names are those of their facts, with dashes', () => {
  for (const { facts } of Object.values(kinds)) {
    for (const [fact, told] of Object.entries(facts)) {
      expect(told?.name).toBe(fact.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase());
    }
  }
});

/** What was public when messages got their numbers. This never grows: what becomes public later is marked. */
const base = {
  dossiers: `
    activity-recorded dossier-completed dossier-opened handoff-accepted handoff-offered handoff-recalled
    handoff-returned leg-accepted leg-closed leg-deadline-recomputed leg-opened leg-overdue-declared
    leg-paused leg-refused leg-rerouted leg-result-delivered leg-result-returned-down leg-resumed
    leg-returned
  `,
  exchange: `
    delivery-cancelled delivery-requested document-arrived document-cancelled-at-recipient
    document-issued document-superseded processing-assigned processing-completed processing-started
    recall-dispute-closed recall-order-withdrawn recall-ordered recall-refused recall-request-withdrawn
    recall-requested recall-settled receipt-accepted receipt-refused replacement-issued update-agreed
    update-issued update-refused update-requested
  `,
};

it('marks what became public since messages have numbers, for these must not change', () => {
  const types = Object.entries(base).flatMap(([context, facts]) =>
    facts
      .trim()
      .split(/\s+/)
      .map((fact) => `vn.lienthong.${context}.${fact}.v1`),
  );
  const told = Object.values(kinds).flatMap(({ context, facts }) =>
    Object.values(facts).map((fact) => `vn.lienthong.${context}.${fact?.name}.v${fact?.version}`),
  );
  // Mark a new one `isExtension: true` in its table: it counts from the first start of the release that knows it.
  expect(told.filter((type) => !types.includes(type))).toEqual(extensionTypes);
});
