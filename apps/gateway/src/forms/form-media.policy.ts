type FormMedia = 'pdf' | 'json';

const types: Readonly<Record<string, FormMedia>> = {
  'application/pdf': 'pdf',
  'application/json': 'json',
};

/**
 * What a form is sent as: what is asked for by name, else what `Accept` would rather have (RFC 9110 section 12.5.1),
 * the paper when it does not say. Types with a wildcard or that are not known say nothing.
 */
export function formMedia(asked: FormMedia | undefined, accept = ''): FormMedia {
  if (asked !== undefined) return asked;
  const wanted = accept.split(',').flatMap((each) => {
    const [type = '', ...parameters] = each.split(';').map((part) => part.trim().toLowerCase());
    const media = types[type];
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = q === undefined ? 1 : Number(q.slice(2));
    return media !== undefined && weight > 0 ? [{ media, weight }] : [];
  });
  const best = Math.max(...wanted.map(({ weight }) => weight));
  return wanted.find(({ weight }) => weight === best)?.media ?? 'pdf';
}
