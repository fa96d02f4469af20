export * from './delivery.events';
export * from './delivery.codec';
