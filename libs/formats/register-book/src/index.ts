export * from './annex-iv';
export * from './book';
