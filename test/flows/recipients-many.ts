/** Of one document, where a spec wants many: a thousand by `LEG_RECIPIENTS=1000`, as `npm run test:houses` has it. */
export const recipientsMany = Number(process.env['LEG_RECIPIENTS'] ?? '100');
