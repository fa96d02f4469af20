import { randomUUID } from 'node:crypto';
import { type handleUnaryCall } from '@grpc/grpc-js';
import { ClusterInfo, EndPoint, MemberInfo, type shared } from './protocol';
import { encodeUuid, InvalidRequest } from './wire.codec';
import { toServiceError } from './wire-errors';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Time stamps are in units of 100 ns. */
const ticksPerMs = 10_000n;

/**
 * `Gossip/Read`: a cluster of one leader. Without an advertised address it gives the one this caller came by, which
 * is right behind every mapping of ports and names that leaves `:authority` as it is.
 */
export function gossipHandler(
  advertised: Address | undefined,
  nowMs: () => number,
): handleUnaryCall<shared.Empty, ClusterInfo> {
  const instanceId = randomUUID();
  return (call, answer) => {
    const address = advertised ?? parseAddress(call.getHost());
    if (address === undefined) {
      answer(
        toServiceError(new InvalidRequest('The call names no host and port by which it reached the node.')),
      );
      return;
    }
    const leader = new MemberInfo()
      .setInstanceId(encodeUuid(instanceId, 'text'))
      .setTimeStamp(String(BigInt(nowMs()) * ticksPerMs))
      .setState(MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(new EndPoint().setAddress(address.host).setPort(address.port));
    answer(null, new ClusterInfo().setMembersList([leader]));
  };
}

/** `host:port`, an IPv6 host in brackets, which stay: the client puts host and port together again as they are. */
export function parseAddress(text: string): Address | undefined {
  const match = /^(\[[0-9A-Fa-f:.]+\]|[^\s:[\]/@]+):(\d{1,5})$/.exec(text);
  if (match?.[1] === undefined) return undefined;
  const port = Number(match[2]);
  return port >= 1 && port <= 65_535 ? { host: match[1], port } : undefined;
}
