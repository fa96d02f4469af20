import type { StoredEvent } from '@adapters/event-store';
import type { RowsWritten } from '@contracts';
import { beatMs, RowsNews } from './rows-news';

let told: RowsWritten[];
let news: RowsNews;
beforeEach(() => {
  jest.useFakeTimers();
  told = [];
  news = new RowsNews({ tokens: () => (commit) => `at ${commit}` }, (each) => told.push(each));
});
afterEach(() => {
  news.end();
  jest.useRealTimers();
});

const fact = (data: object) => ({ data }) as StoredEvent;
const places = () => told.map(({ after, through }) => `${after}, ${through}`);

it('tells one piece for each batch, that begins where the one before ended', () => {
  news.begin(4n);
  news.written([], 6n);
  news.written([], 9n);
  expect(places()).toEqual(['at 4, at 4', 'at 4, at 6', 'at 6, at 9']);
});

it('tells where the rows stand when nothing is written, for as long as it writes', () => {
  news.begin(4n);
  jest.advanceTimersByTime(2 * beatMs);
  expect(places()).toEqual(['at 4, at 4', 'at 4, at 4', 'at 4, at 4']);
  news.end();
  jest.advanceTimersByTime(9 * beatMs);
  expect(told).toHaveLength(3);
});

it('tells of no rows at all as of the first position', () => {
  news.begin(-1n);
  expect(places()).toEqual(['at 0, at 0']);
});

it('tells whom the facts of a batch concern, each once', () => {
  news.begin(0n);
  news.written(
    [
      fact({ documentId: 'a', to: 'H1' }),
      fact({ documentId: 'a', to: 'H2' }),
      fact({ documentId: 'b' }),
      fact({ dossierId: 'c', to: 'H3' }),
      fact({ agency: 'H7', successors: ['H8'] }),
    ],
    9n,
  );
  expect(told.at(-1)).toMatchObject({ documents: ['a', 'b'], agencies: ['H1', 'H2', 'H8'] });
});
