/*
 * The one door to the classes that `@eventstore/db-client` generates from the public protocol. Server and client
 * must share this installed copy: generated code registers itself in one process-wide name space.
 */
import { Code as RpcCode } from '@eventstore/db-client/generated/code_pb';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import * as shared from '@eventstore/db-client/generated/shared_pb';
import { Status as RpcStatus } from '@eventstore/db-client/generated/status_pb';
import {
  IStreamsServer,
  StreamsClient,
  StreamsService,
} from '@eventstore/db-client/generated/streams_grpc_pb';
import {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  DeleteReq,
  DeleteResp,
  ReadReq,
  ReadResp,
  TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty as GoogleEmpty } from 'google-protobuf/google/protobuf/empty_pb';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';

export {
  Any,
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  ClusterInfo,
  DeleteReq,
  DeleteResp,
  EndPoint,
  GoogleEmpty,
  GossipService,
  IStreamsServer,
  MemberInfo,
  ReadReq,
  ReadResp,
  RpcCode,
  RpcStatus,
  ServerFeaturesService,
  shared,
  StreamsClient,
  StreamsService,
  SupportedMethod,
  SupportedMethods,
  Timestamp,
  TombstoneReq,
  TombstoneResp,
};
