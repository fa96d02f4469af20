export * from './system.events';
export * from './system.codec';
export * from './system-state';
export * from './system-fold';
export * from './keys';
