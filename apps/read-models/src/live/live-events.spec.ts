import { firstEpochOf, positionToken } from '@contracts';
import { answered, ToldRows } from '../../../../test/flows/told-rows';
import { Visibility } from '../asking/visibility';
import { Changes } from './changes';
import { LiveEventsHandler, LiveEventsOf } from './live-events.query';

const storeId = '5d0f6a52-1111-4222-8333-944455556666';
/** Longer than a test may last: an answer that comes was woken. */
const waitMs = 600_000;
const told = new ToldRows();

told.onDatabase({
  'a waiting question': () =>
    it.each([
      ['of an inbox', 'H99.2', () => undefined],
      ['of a document', 'H99.1', (documentId: string) => documentId],
    ])('%s is answered by the batch that concerns it, at once', async (_, agency, about) => {
      const { scribe, chronicle, reads, parties } = told;
      const visibility = new Visibility(firstEpochOf(storeId));
      const changes = new Changes();
      const written = async (from: number) => {
        await told.projected();
        visibility.advanceTo(chronicle.position);
        changes.written(chronicle.events.slice(from));
      };
      const documentId = await scribe.issued('H99.1', ['H99.2']);
      await written(0);
      const after = positionToken({ storeId, commit: chronicle.position });
      const handler = new LiveEventsHandler(reads, parties, visibility, changes);
      const asked = handler.execute(new LiveEventsOf(agency, { after, waitMs }, about(documentId)));
      let isAnswered = false;
      void asked.then(() => (isAnswered = true));
      const others = chronicle.events.length;
      await scribe.arrive(await scribe.issued('H99.1', ['H99.3']), 'H99.3');
      await written(others);
      expect(isAnswered).toBe(false);
      const own = chronicle.events.length;
      await scribe.arrive(documentId, 'H99.2');
      await written(own);
      expect(answered(await asked).events).toMatchObject([
        { fact: 'DocumentArrived', documentId, to: 'H99.2' },
      ]);
    }),
});
