import type { Metrics } from '@runtime';

export type Registry = Metrics['registry'];

/** A registry holds each name once; a service started again in its process goes on counting. */
export const onceIn = <M>(registry: Registry, name: string, make: (name: string) => M): M =>
  (registry.getSingleMetric(name) as M | undefined) ?? make(name);
