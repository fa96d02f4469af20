import {
  type handleUnaryCall,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { type shared, SupportedMethod, SupportedMethods } from './protocol';

/** The methods of a service that are implemented; the others answer UNIMPLEMENTED. */
export interface OfferedService {
  readonly definition: ServiceDefinition;
  readonly methods: UntypedServiceImplementation;
}

const features: Readonly<Record<string, string[]>> = {
  '/event_store.client.streams.streams/batchappend': ['deadline_duration'],
  '/event_store.client.streams.streams/read': ['position', 'events'],
};

/** Tells the methods of these services: the client takes another path for what is absent. */
export function supportedMethodsHandler(
  services: readonly OfferedService[],
  serverVersion: string,
): handleUnaryCall<shared.Empty, SupportedMethods> {
  return (_call, answer) => {
    const methods = services.flatMap(pathsOf).map((path) => {
      const [, service = '', method = ''] = path.split('/');
      const supported = new SupportedMethod().setServiceName(service).setMethodName(method);
      return supported.setFeaturesList(features[path] ?? []);
    });
    answer(null, new SupportedMethods().setMethodsList(methods).setEventStoreServerVersion(serverVersion));
  };
}

/** Lower-case, as a real node lists them. */
function pathsOf({ definition, methods }: OfferedService): string[] {
  return Object.keys(methods).map((name) => (definition[name]?.path ?? name).toLowerCase());
}
