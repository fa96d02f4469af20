export { printSheet } from './print-sheet';
