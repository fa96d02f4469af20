import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentEvent } from '@domain/document/events';
import { codecs } from '../../../../test/golden/stored-names';
import { catalogueMarkdown, fieldsMarkdown, insideMarkdown, whoIsTold, whoIsToldMarkdown } from './catalogue';
import { kinds } from './copies';
import { liveFacts } from './live-facts';
import type { PublicFacts } from './public-fact';
import { staysInside } from './stays-inside';

/** A row without what Prettier does to it. */
const unaligned = (row: string): string => row.replace(/ +/g, ' ').replace(/-{3,}/g, '---');

const pages = [
  ['public-facts.md', catalogueMarkdown],
  ['public-facts.md', fieldsMarkdown],
  ['who-is-told.md', whoIsToldMarkdown],
  ['who-is-told.md', insideMarkdown],
] as const;

it.each(pages)(
  '%s has the table of the code; LIENTHONG_GOLDEN=write writes it, for Prettier to lay out',
  (page, made) => {
    const file = join(__dirname, '..', 'docs', page);
    const table = made();
    const head = table.split('\n')[0] as string;
    const stands = (): [lines: readonly string[], from: number, to: number] => {
      const lines = readFileSync(file, 'utf8').split('\n');
      const from = lines.findIndex((line) => unaligned(line) === head);
      return [lines, from, lines.findIndex((line, index) => index > from && !line.startsWith('|'))];
    };
    if (process.env['LIENTHONG_GOLDEN'] === 'write') {
      const [lines, from, to] = stands();
      writeFileSync(file, [...lines.slice(0, from), table, ...lines.slice(to)].join('\n'));
    }
    const [lines, from, to] = stands();
    expect(lines.slice(from, to).map(unaligned).join('\n')).toBe(table);
  },
);

it('decides on every fact that is ever stored', () => {
  const decided = [
    ...Object.values(kinds).flatMap(({ facts, inside }) => [...Object.keys(facts), ...Object.keys(inside)]),
    ...Object.values(staysInside).flatMap((facts) => Object.keys(facts)),
  ];
  const stored = Object.values(codecs).flatMap(({ codec }) => Object.keys(codec.versions));
  expect(decided.sort()).toEqual(stored.sort());
});

it('does not compile while a fact is not decided on', () => {
  const { DocumentDrafted: _, ...others } = {} as PublicFacts<DocumentEvent>['facts'];
  // @ts-expect-error a draft is neither told nor kept inside
  const undecided: PublicFacts<DocumentEvent>['facts'] = others;
  expect(undecided).toEqual({});
});

it('tells each side of each fact once', () => {
  const rows = whoIsTold().map(({ fact, side }) => `${fact} ${side}`);
  expect(rows).toEqual([...new Set(rows)]);
});

it('tells live nothing of a document to others than its sender', () => {
  const ofDocument = Object.keys(kinds['document-']?.facts ?? {});
  expect(ofDocument.filter((fact) => liveFacts[fact]?.includes('recipient'))).toEqual([]);
});
