/** Why a file is not taken, for whoever sends it: a phrase that follows its name, in English and in Vietnamese. */
export interface Reason {
  readonly detail: string;
  readonly detailVi: string;
}

export const reason = (detail: string, detailVi: string): Reason => ({ detail, detailVi });

const namedCharactersMax = 100;

/** A name of an entry as it is told: shortened, in quotes, nothing in it hidden. */
export const quoted = (name: string): string =>
  JSON.stringify(name.slice(0, namedCharactersMax)).replace(
    /[\p{Cf}\p{Cs}\uFFFD\u007F-\u009F]/gu,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
