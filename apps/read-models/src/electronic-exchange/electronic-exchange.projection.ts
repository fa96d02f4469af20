import { localYear } from '@domain/codes';
import type { Projection } from '../projector/projection';
import { table } from '../projector/table';

const exchange = table('electronic_exchange', 'agency', 'year');

/** Issued documents, all of them electronic, and refused secret ones, which are nothing but a count. */
export const electronicExchange: Projection = {
  name: 'electronic-exchange.v1',
  tables: [exchange],
  on: {
    DocumentIssued: ({ agency, at }) => [exchange.count({ agency, year: localYear(at) }, { electronic: 1 })],
    SecretDocumentRefused: ({ agency, localDate }) => [
      exchange.count({ agency, year: Number(localDate.slice(0, 4)) }, { refused_secret: 1 }),
    ],
  },
};
