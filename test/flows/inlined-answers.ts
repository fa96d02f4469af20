interface Page {
  readonly paths: object;
  readonly components: object;
}

/** The document with every answer in full where it is given; what is sent and the examples stay references. */
export function inlinedAnswers<P extends Page>({ paths, ...document }: P): P {
  const targetOf = (ref: string): unknown =>
    ref
      .split('/')
      .slice(1)
      .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], document);
  const inlined = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inlined);
    if (typeof value !== 'object' || value === null) return value;
    const { $ref } = value as { readonly $ref?: unknown };
    if (typeof $ref === 'string' && !$ref.startsWith('#/components/examples/'))
      return inlined(targetOf($ref));
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inlined(each)]));
  };
  const answered = Object.entries(paths as Record<string, Record<string, { responses: object }>>).map(
    ([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(item).map(([method, operation]) => [
          method,
          { ...operation, responses: inlined(operation.responses) },
        ]),
      ),
    ],
  );
  return { ...document, paths: Object.fromEntries(answered) } as unknown as P;
}
