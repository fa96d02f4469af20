export * from './events';
export * from './delivery-command';
export type { DeliveryState } from './delivery-state';
export * from './delivery.decider';
