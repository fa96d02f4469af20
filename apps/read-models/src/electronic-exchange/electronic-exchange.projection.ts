import { sql } from '@adapters/read-store';
import { localYear } from '@domain/codes';
import type { Projection } from '../projector/projection';

/** Issued documents, all of them electronic, and refused secret ones, which are nothing but a count. */
export const electronicExchange: Projection = {
  name: 'electronic-exchange.v1',
  tables: ['electronic_exchange'],
  on: {
    DocumentIssued: ({ agency, at }) => [
      sql`insert into electronic_exchange (agency, year, electronic) values (${agency}, ${localYear(at)}, 1)
          on conflict (agency, year) do update set electronic = electronic_exchange.electronic + 1`,
    ],
    SecretDocumentRefused: ({ agency, localDate }) => [
      sql`insert into electronic_exchange (agency, year, refused_secret)
          values (${agency}, ${Number(localDate.slice(0, 4))}, 1)
          on conflict (agency, year) do update set refused_secret = electronic_exchange.refused_secret + 1`,
    ],
  },
};
