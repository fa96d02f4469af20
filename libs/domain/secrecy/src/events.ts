export * from './secrecy.events';
export * from './secrecy.codec';
