import { refusedBy, subjects, unproven } from '@contracts';
import { answerIn, QuestionRefused, ServiceUnavailable } from './requester';

const subject = subjects.findAgencies;

it('answers what was answered', () => expect(answerIn(subject, { ok: true, answer: 7 })).toBe(7));

it.each([
  [refusedBy('service', 'unavailable'), { constructor: ServiceUnavailable, reason: 'waits-for-another' }],
  [unproven('expired'), { constructor: ServiceUnavailable, reason: 'caller-unproven' }],
  [refusedBy('service', 'failed'), { constructor: QuestionRefused }],
  [refusedBy('agency', 'not-found'), { constructor: QuestionRefused, reply: { refused: 'not-found' } }],
])('throws at %j', (reply, thrown) => {
  let error: unknown;
  try {
    answerIn(subject, reply);
  } catch (caught) {
    error = caught;
  }
  expect(error).toMatchObject(thrown);
});
