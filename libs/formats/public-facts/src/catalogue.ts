import { kinds } from './copies';

/** Whom the example data names, and the words the catalogue has for it. */
const parties = {
  agency: 'its agency',
  from: 'sender',
  to: 'recipient',
  oneStop: 'its one-stop unit',
  lead: 'its lead agency',
} as const;
type Party = keyof typeof parties;

/** Every public fact as one Markdown table: docs hold it, a spec compares. */
export function catalogueMarkdown(): string {
  const rows = Object.values(kinds).flatMap(({ context, facts }) =>
    Object.entries(facts).flatMap(([stored, fact]) => {
      if (fact === undefined) return [];
      const example = Object.fromEntries(Object.keys(parties).map((party) => [party, party]));
      const copies = fact.to({ at: '', ...example }).map((party) => parties[party as Party]);
      const type = `vn.lienthong.${context}.${fact.name}.v${fact.version}`;
      return [`| \`${stored}\` | \`${type}\` | ${copies.join(', ')} | ${fact.fields.join(', ')} |`];
    }),
  );
  return ['| Fact | CloudEvents type | Copies to | Fields |', '|---|---|---|---|', ...rows].join('\n');
}
