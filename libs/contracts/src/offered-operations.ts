import { type Operation, type Tag } from './operation';
import { operations } from './operations';

/** What belongs to the house and not to the work of an agency is done by people alone. */
const ofPeople: readonly Tag[] = [
  'agencies',
  'procedures',
  'calendar',
  'systems',
  'operations',
  'imports',
  'carrier',
];

/** Whether it is a command that a connected system may be registered for, and sends over the bus. */
export function isOffered(name: string): boolean {
  if (!Object.hasOwn(operations, name)) return false;
  const { kind, tag, forward } = (operations as Readonly<Record<string, Operation>>)[name] as Operation;
  return kind === 'command' && forward !== undefined && !ofPeople.includes(tag);
}
