export { formOn, type PrescribedForm } from './form-sets';
export { type Sheet, sheetOf } from './sheet';
