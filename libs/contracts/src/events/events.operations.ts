import { get, operationsOf, query } from '../operation';
import { subject } from '../subject';
import { eventsPage } from './events.answers';
import { EventsQuery } from './events.bodies.dto';

export const eventOperations = operationsOf('events', {
  getEvents: query({
    subject: subject('bus', 'events', 'v1'),
    route: get('/events'),
    allow: 'any',
    systems: true,
    body: EventsQuery,
    answer: eventsPage,
    en: 'What the own agency was told, numbered, from any event on (CloudEvents)',
    vi: 'Các sự kiện đã gửi cho cơ quan, có đánh số, đọc tiếp từ sự kiện bất kỳ (CloudEvents)',
    refusals: ['agency:not-found'],
  }),
});
