import { itemsOf } from './pdf-comparison';
import type { PdfRevision } from './pdf-file';
import { entryOf, isName, type PdfObject, type PdfValue } from './pdf-objects';

const levelsMax = 32;

/**
 * Whether a reader may draw some field with the form's default text or fonts (`/DA`, `/DR`; ISO 32000-2, 12.7.3 and
 * 12.7.4.3): one that is drawn by nothing of its own, or by something that names no fonts of its own.
 */
export function couldUseDefaults(revision: PdfRevision, fields: readonly PdfValue[]): boolean {
  const walked = new Set<number>();
  const couldUse = (field: PdfValue, type: PdfValue | undefined, level: number): boolean => {
    if (level === levelsMax) return true;
    if (field.kind === 'ref' && walked.has(field.number)) return false;
    if (field.kind === 'ref') walked.add(field.number);
    const value = revision.valueOf(field);
    const here = revision.valueOf(entryOf(value, 'FT')) ?? type;
    const kids = itemsOf(revision.valueOf(entryOf(value, 'Kids')));
    if (kids.some((kid) => couldUse(kid, here, level + 1))) return true;
    if (kids.length > 0 && entryOf(value, 'Subtype') === undefined) return false;
    const looks = looksOf(revision, value);
    return (looks.length === 0 && !isName(here, 'Sig')) || looks.some((look) => !hasOwn(look));
  };
  return fields.some((field) => couldUse(field, undefined, 0));
}

/** Every stream that a widget may be drawn with, whatever its state. */
function looksOf(revision: PdfRevision, widget: PdfValue | undefined): (PdfObject | undefined)[] {
  const appearance = revision.valueOf(entryOf(widget, 'AP'));
  const found: (PdfObject | undefined)[] = [];
  for (const key of ['N', 'R', 'D']) {
    const look = entryOf(appearance, key);
    if (look === undefined) continue;
    const object = look.kind === 'ref' ? revision.object(look.number) : undefined;
    const states = object === undefined ? look : object.value;
    if (object?.stream !== undefined) found.push(object);
    else if (states.kind !== 'dictionary') found.push(undefined);
    else {
      for (const state of states.entries.values())
        found.push(state.kind === 'ref' ? revision.object(state.number) : undefined);
    }
  }
  return found;
}

/** It names its own resources, or draws nothing. */
function hasOwn(look: PdfObject | undefined): boolean {
  if (look?.stream === undefined) return false;
  const [from, to] = look.stream;
  return from === to || entryOf(look.value, 'Resources') !== undefined;
}
