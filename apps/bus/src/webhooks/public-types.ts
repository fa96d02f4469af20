import { kinds } from '@formats/public-facts';

/** CloudEvents types of everything that leaves. */
export const publicTypes: readonly string[] = Object.values(kinds).flatMap(({ context, facts }) =>
  Object.values(facts).flatMap((fact) =>
    fact === undefined ? [] : [`vn.lienthong.${context}.${fact.name}.v${fact.version}`],
  ),
);
