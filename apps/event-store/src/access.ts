import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Metadata, ServerInterceptingCall, type ServerInterceptor, status } from '@grpc/grpc-js';
import { GossipService, ServerFeaturesService } from './protocol';

/** The one user of a node. The name holds no colon (RFC 7617, section 2). */
export interface User {
  readonly name: string;
  readonly password: string;
}

/** What a client asks before it knows where to send its credentials; the official client sends none with these. */
const openPaths: ReadonlySet<string> = new Set([
  GossipService.read.path,
  ServerFeaturesService.getSupportedMethods.path,
]);

const accessDenied = new Metadata();
accessDenied.set('exception', 'access-denied');

/** As on a real node: no credentials are an anonymous caller without rights, wrong ones are no caller at all. */
const refusals = {
  none: { code: status.PERMISSION_DENIED, details: 'Access Denied', metadata: accessDenied },
  wrong: { code: status.UNAUTHENTICATED, details: 'The name or the password is wrong.' },
};

/** Lets calls pass that carry the user's name and password as Basic credentials (RFC 7617), and the open ones. */
export function onlyFor(user: User): ServerInterceptor {
  const isUser = comparison(`${user.name}:${user.password}`);
  const refusalOf = (path: string, authorization: string | undefined) => {
    if (authorization === undefined) return openPaths.has(path) ? undefined : refusals.none;
    return isUser(decodeBasic(authorization)) ? undefined : refusals.wrong;
  };
  return ({ path }, call) =>
    new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata(metadata, proceed) {
            const refusal = refusalOf(path, metadata.get('authorization')[0]?.toString());
            if (refusal === undefined) proceed(metadata);
            else call.sendStatus(refusal);
          },
        }),
    });
}

function decodeBasic(authorization: string): string {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1] ?? '';
  return Buffer.from(encoded, 'base64').toString();
}

/** Compares digests of one length, so that the time taken tells nothing of the secret. */
function comparison(secret: string): (candidate: string) => boolean {
  const key = randomBytes(32);
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  const expected = digest(secret);
  return (candidate) => timingSafeEqual(digest(candidate), expected);
}
