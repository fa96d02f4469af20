import type * as Messages from './public-messages';
import type { PublicMessages } from './public-messages';

let made: PublicMessages | undefined;

/** The same for all of one process. Who asks first loads them: they hold memory that most processes never need. */
export function messagesOfProcess(): PublicMessages {
  const { publicMessages } = require('./public-messages') as typeof Messages;
  return (made ??= publicMessages());
}
