/**
 * Of one document, where a spec wants many: a thousand by `DELIVERY_RECIPIENTS=1000`, as `npm run test:houses` has it.
 */
export const recipientsMany = Number(process.env['DELIVERY_RECIPIENTS'] ?? '100');
