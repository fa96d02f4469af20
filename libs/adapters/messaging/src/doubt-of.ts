import type { Msg } from 'nats';
import { callerHeader, type Doubt, signedHeader } from '@contracts';
import type { Signing } from './signing';

/** Why nothing of a message that came may be believed; undefined when it is proven. */
export function doubtOf(signing: Signing, message: Msg): Doubt | undefined {
  try {
    const { subject, headers, data: payload, reply = '' } = message;
    const signed = headers?.get(signedHeader) ?? '';
    return signing.doubtOf(signed, { subject, caller: headers?.get(callerHeader) ?? '', payload, reply });
  } catch {
    // Headers that are none throw where they are read first.
    return 'wrong-signature';
  }
}
