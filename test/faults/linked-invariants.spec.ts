import type { StoredEvent } from '@adapters/event-store';
import { documentStream } from '@domain/document';
import { dossierStream } from '@domain/dossier';
import { legStream } from '@domain/leg';
import { linkedWhole } from './linked-invariants';

const dossierId = '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10';
const documentId = '5a1f7c52-8d3e-5f21-8c7b-1e2d3c4b5a61';
const of = dossierStream(dossierId);
const [first, second] = [1, 2].map((order) => legStream({ dossierId, order })) as [string, string];
const paper = documentStream(documentId);
const [lead, other] = ['H99.1', 'H99.2'];
const [one, two] = ['1'.repeat(64), '2'.repeat(64)];
const document = { documentId, number: 7, bookYear: 2026 };

type Told = readonly [stream: string, type: string, data?: object];
const stored = (told: readonly Told[]): readonly StoredEvent[] =>
  told.map(([stream, type, data = {}], index) => ({
    ...{ id: String(index), stream, type: `${type}.v1`, data, position: BigInt(index) },
  })) as unknown as readonly StoredEvent[];
const whole = (...told: readonly Told[]) => linkedWhole(stored(told)).join();

const legs = [lead, other].map((agency) => ({ agency, mandatory: true }));
const route = (mode: string): Told => [of, 'RouteFixed', { dossierId, mode, legs }];
const written: readonly Told[] = [
  [paper, 'DocumentDrafted', { agency: lead, contents: [{ sha256: one }] }],
  [paper, 'DocumentNumbered', { number: 7 }],
  [paper, 'OrganisationSealApplied'],
];
const delivered: Told = [first, 'LegResultDelivered', { agency: lead, sha256: one, document }];
const results = [
  { order: 1, agency: lead, sha256: one, document },
  { order: 2, agency: other, sha256: two },
];
const consolidated: Told = [of, 'LinkedResultsConsolidated', { results }];
const alongRoute: readonly Told[] = [
  ...written,
  ...[route('sequential'), [first, 'LegOpened', { agency: lead }] as const, delivered],
  [second, 'LegOpened', { agency: other, input: one }],
  [second, 'LegResultDelivered', { agency: other, sha256: two }],
  consolidated,
];
const without = (...gone: readonly Told[]) => alongRoute.filter((each) => !gone.includes(each));
const at = (index: number) => alongRoute[index] as Told;

it('finds nothing wrong with a dossier whose legs came to its end, at once or one after the other', () => {
  expect(whole(...alongRoute)).toBe('');
  const refused: readonly Told[] = [
    ...[route('parallel'), [first, 'LegOpened'] as const, [second, 'LegOpened'] as const],
    [first, 'LegRefused'],
    [of, 'LinkedDossierRefused', { order: 1 }],
    [second, 'LegClosed'],
  ];
  expect(whole(...refused)).toBe('');
  expect(whole(...refused.slice(0, -1))).toContain(`${second} goes on after LinkedDossierRefused`);
  expect(whole(...refused.filter(([, type]) => type !== 'LegRefused'))).toContain('which was not');
});

it('tells a leg that never began, began twice, before its turn, or is of no route', () => {
  expect(whole(route('parallel'), [first, 'LegOpened'])).toContain(`${second} never began`);
  expect(whole(...alongRoute.slice(0, 6))).toContain(`${second} never began`);
  expect(whole(...alongRoute, [first, 'LegOpened'])).toContain('began twice');
  expect(whole(route('sequential'), [first, 'LegOpened'], [second, 'LegOpened'])).toContain(
    'before its turn',
  );
  expect(whole([first, 'LegOpened'])).toContain('of no route');
});

it('tells a leg that rests on another result, or ended twice', () => {
  const strange = alongRoute.map((each) =>
    each === at(6) ? ([second, 'LegOpened', { agency: other, input: two }] as const) : each,
  );
  expect(whole(...strange)).toContain(`rests on ${two}`);
  expect(whole(...alongRoute, [second, 'LegClosed'])).toContain('ended twice');
});

it('tells a whole that is not what its legs came to', () => {
  expect(whole(...without(at(7)))).toContain('consolidated without leg 2');
  const less: Told = [of, 'LinkedResultsConsolidated', { results: results.slice(1) }];
  expect(whole(...without(consolidated), less)).toContain('was consolidated of');
});

it.each([1, 2])('tells a result that names a document without what stands at %i', (index) =>
  expect(whole(...without(at(index)))).toContain('names a document that is not its result'),
);

it('tells a result that is no part of the document it names', () => {
  const [, ...rest] = alongRoute;
  for (const draft of [
    { agency: other, contents: [{ sha256: one }] },
    { agency: lead, contents: [{ sha256: two }] },
  ])
    expect(whole([paper, 'DocumentDrafted', draft], ...rest)).toContain('is not its result');
});
