export * from './procedure.events';
export * from './procedure.codec';
