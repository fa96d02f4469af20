export * from './daybook.events';
export * from './daybook.codec';
