import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, openLimitMs } from '../../../../test/databases/database';
import { openedStand } from '../projector/rows-stand';
import { projections } from '../questions';
import { migrations } from '../read-models.module';

const storeId = '5d0f6a52-1111-4222-8333-944455556666';
const before = ['001-first-journey.sql', '002-import-in-numbers.sql', '003-whole-exchange.sql'];

it(
  'rows of an earlier program are thrown away and built again',
  async () => {
    const { reads, close } = await openDatabase();
    const earlier = await mkdtemp(join(tmpdir(), 'migrations-'));
    try {
      for (const file of before) await copyFile(join(migrations, file), join(earlier, file));
      await reads.migrate(earlier);
      await reads.transaction((tx) =>
        tx.write(
          [
            `insert into leg (document_id, recipient, sender, state, document_type, symbol, subject, urgency, queued_at,
              since, card) values ('d', 'H99.2', 'H99.1', 'Queued', 'CV', 's', 'x', 'normal', '', '', '{}'::jsonb)`,
            `insert into checkpoint (store_id, position) values ('${storeId}', 7)`,
          ].map((text) => ({ text, values: [] })),
        ),
      );
      await reads.migrate(migrations);
      expect(await openedStand(reads, storeId)).toEqual({
        ...{ last: undefined, epoch: undefined, isLive: false },
      });
      for (const { name: table } of projections.flatMap(({ tables }) => tables)) {
        expect({ table, rows: await reads.query({ text: `select from ${table}`, values: [] }) }).toEqual({
          table,
          rows: [],
        });
      }
    } finally {
      await rm(earlier, { recursive: true });
      await close();
    }
  },
  openLimitMs,
);
