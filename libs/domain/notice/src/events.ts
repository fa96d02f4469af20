export * from './notice.events';
export * from './notice.codec';
