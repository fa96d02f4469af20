export { writeCsv } from './csv';
export { printPdf, type Typeface } from './pdf';
export { writeXlsx } from './xlsx';
