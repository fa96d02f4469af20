import { createHash } from 'node:crypto';
import {
  asyncApi,
  dataDocument,
  messageDocument,
  publicTypes,
  Validator,
  webhookTrials,
} from '@formats/public-facts/described';
import { version } from '@runtime';

/** A document as it is sent. */
export interface Sent {
  readonly text: string;
  /** Of these very bytes. */
  readonly etag: string;
  readonly mediaType: string;
}

const sent = (document: object, mediaType: string): Sent => {
  const text = JSON.stringify(document);
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  return { text, etag: `"${digest}"`, mediaType };
};

const schemaMediaType = 'application/schema+json; charset=utf-8';

/** What is said of public messages, and what judges them. */
export function publicMessages() {
  const types = new Map([...publicTypes(), ...webhookTrials()].map((each) => [each.type, each]));
  const addresses = [...types.keys()].map((type) => ({
    type,
    data: `/schemas/${type}`,
    message: `/schemas/${type}/message`,
  }));
  const list = sent(addresses, 'application/json; charset=utf-8');
  return {
    list,
    asyncApi: sent(asyncApi(version), 'application/json; charset=utf-8'),
    /** Nothing for a type that is not told. */
    data: (type: string): Sent | undefined => {
      const known = types.get(type);
      return known && sent(dataDocument(known), schemaMediaType);
    },
    message: (type: string): Sent | undefined => {
      const known = types.get(type);
      return known && sent(messageDocument(known), schemaMediaType);
    },
    validator: new Validator(),
  };
}
export type PublicMessages = ReturnType<typeof publicMessages>;
