import type { MessageSigner, Signing } from '@adapters/messaging';
import { askersOf } from '@contracts';

/** Signs each message as one who may send it: a test asks in the place of the gateway, of services and of tools. */
export const fittingSigner = (signing: Signing): MessageSigner => ({
  sign: (message) => signing.as(askersOf(message.subject)[0] ?? 'tools').sign(message),
});
