export * from './handover.events';
export * from './handover.codec';
