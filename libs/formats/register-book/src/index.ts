export * from './annex-iv';
export * from './book';
export * from './tracking-register';
