export * from './register.events';
export * from './register.codec';
export * from './outgoing-key';
export * from './paper-key';
