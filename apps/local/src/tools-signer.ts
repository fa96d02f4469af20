import { type MessageSigner, readBusKeys, Signing } from '@adapters/messaging';
import { SystemClock } from '@runtime';

/**
 * Signs what a tool of the operator asks of the services.
 * @throws BusKeysUnusable
 */
export const toolsSigner = async (busKeysFile: string): Promise<MessageSigner> =>
  new Signing(await readBusKeys(busKeysFile), new SystemClock()).as('tools');
