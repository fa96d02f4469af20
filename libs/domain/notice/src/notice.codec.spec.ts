import fc from 'fast-check';
import { noticeOfStream, noticeStream } from './notice.codec';

it('comes back from the name of its stream', () =>
  fc.assert(fc.property(fc.uuid(), (id) => expect(noticeOfStream(noticeStream(id))).toBe(id))));

it.each(['dossier-1', 'notice-', 'notice'])('%s is no notice', (stream) =>
  expect(noticeOfStream(stream)).toBeUndefined(),
);
