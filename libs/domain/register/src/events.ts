export * from './register.events';
export * from './register.codec';
