import { type Step } from './history';

const id = '00000000-0000-4000-8000-000000000000';
const event = { id, type: 'A', data: '{}' };

/** Histories that once failed, each with what the node did wrong. */
export const pinnedHistories: readonly (readonly [wrong: string, steps: readonly Step[]])[] = [
  [
    'told the same checkpoint twice when it went live right after one',
    [
      { step: 'writes', writes: [{ stream: 'a-1', expected: 'any', kind: 'append', events: [event] }] },
      { step: 'follow', follow: { from: 'start', filter: { on: 'stream', prefixes: ['a-'], every: 1 } } },
    ],
  ],
  [
    'told the last event of a metastream again when its stream got a tombstone in the same commit',
    [
      { step: 'writes', writes: [{ stream: 'a-1', expected: 'any', kind: 'append', events: [event] }] },
      { step: 'follow', follow: { from: 'start', stream: '$$a-1' } },
      {
        step: 'writes',
        writes: [
          { stream: 'a-1', expected: 'any', kind: 'soft-delete' },
          { stream: 'a-1', expected: 'any', kind: 'tombstone' },
        ],
      },
    ],
  ],
];
