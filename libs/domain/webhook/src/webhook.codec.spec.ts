import fc from 'fast-check';
import { webhookOfStream, webhookStream } from './webhook.codec';

it('comes back from the name of its stream', () =>
  fc.assert(fc.property(fc.uuid(), (id) => expect(webhookOfStream(webhookStream(id))).toBe(id))));

it.each(['dossier-1', 'webhook-', 'webhook'])('%s is no webhook', (stream) =>
  expect(webhookOfStream(stream)).toBeUndefined(),
);
