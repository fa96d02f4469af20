import { firstEpochOf, positionToken } from '@contracts';
import { answered, ToldRows } from '../../../../test/flows/told-rows';
import { Visibility } from '../asking/visibility';
import { LiveEventsHandler, LiveEventsOf } from './live-events.query';

const storeId = '5d0f6a52-1111-4222-8333-944455556666';
const told = new ToldRows();
const tokenAt = (commit: bigint): string => positionToken({ storeId, commit });

/** Asks once everything that was told is in the rows. */
async function asked(agency: string, after: string | undefined, documentId?: string) {
  const visibility = new Visibility(firstEpochOf(storeId));
  await told.projected();
  visibility.advanceTo(told.chronicle.position);
  const handler = new LiveEventsHandler(told.reads, told.parties, visibility);
  return answered(
    await handler.execute(
      new LiveEventsOf(agency, { ...(after === undefined ? {} : { after }) }, documentId),
    ),
  );
}

told.onDatabase({
  'a question': () => {
    it.each([
      ['of an inbox', 'H99.2', () => undefined],
      ['of a document', 'H99.1', (documentId: string) => documentId],
    ])('%s is answered what came after a position, and how far that is', async (_, agency, about) => {
      const { scribe, chronicle } = told;
      const documentId = await scribe.issued('H99.1', ['H99.2']);
      const after = tokenAt(chronicle.position);
      await scribe.arrive(documentId, 'H99.2');
      const arrived = tokenAt(chronicle.position);
      await scribe.arrive(await scribe.issued('H99.1', ['H99.3']), 'H99.3');
      const { events, ...place } = await asked(agency, after, about(documentId));
      expect(events).toMatchObject([{ position: arrived, fact: 'DocumentArrived', documentId, to: 'H99.2' }]);
      const through = tokenAt(chronicle.position);
      expect(place).toEqual({ through, hasMore: false, agencies: [agency] });
      expect((await asked(agency, through, about(documentId))).events).toEqual([]);
    });

    it('is answered a hundred facts at most, and that there are more', async () => {
      const { scribe, chronicle } = told;
      for (let count = 0; count < 101; count++) {
        await scribe.arrive(await scribe.issued('H99.1', ['H99.2']), 'H99.2');
      }
      const { events, through, hasMore } = await asked('H99.2', tokenAt(0n));
      expect([events.length, through, hasMore]).toEqual([100, events.at(-1)?.position, true]);
      const rest = await asked('H99.2', through);
      expect([rest.events.length, rest.through, rest.hasMore]).toEqual([
        1,
        tokenAt(chronicle.position),
        false,
      ]);
    });

    it('without a position begins with what happens from now on', async () => {
      const { scribe, chronicle } = told;
      await scribe.arrive(await scribe.issued('H99.1', ['H99.2']), 'H99.2');
      const through = tokenAt(chronicle.position);
      expect(await asked('H99.2', undefined)).toEqual({
        ...{ events: [], through, hasMore: false, agencies: ['H99.2'] },
      });
    });
  },
});
