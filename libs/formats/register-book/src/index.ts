export * from './annex-iv';
export * from './book';
export { writeCsv } from './csv';
export { printPdf, type Typeface } from './pdf';
export { writeXlsx } from './xlsx';
