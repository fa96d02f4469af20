export * from './installation.events';
export * from './installation.codec';
