import { type DossierFacts, dossierTypes } from './dossier-facts';
import { type ExchangeFacts, exchangeTypes } from './exchange-facts';

/** CloudEvents 1.0 as the bus sends them; attributes that are not named here may stand beside these. */
interface Envelope {
  readonly specversion: '1.0';
  readonly id: string;
  /** `urn:lienthong:installation:<store>:<service>` */
  readonly source: string;
  /** What the fact is about, such as a document id. */
  readonly subject: string;
  /** When it occurred; never order by it. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema: string;
}

interface InFeed {
  readonly feednumber: number;
  readonly feedprevious: number;
}

type Facts = ExchangeFacts & DossierFacts;

/** Every message of this release, told apart by `type`. */
export type PublicEvent = {
  [T in keyof Facts]: Envelope & InFeed & { readonly type: T; readonly data: Facts[T] };
}[keyof Facts];

/** With a number, of any type. */
export type TakenEvent = Envelope & InFeed & { readonly type: string };
/** What has the form of a message, with or without a number. */
type ReceivedEvent = Omit<TakenEvent, keyof InFeed> & Partial<InFeed>;

/** Types that this release knows. */
export const publicTypes: readonly PublicEvent['type'][] = [...exchangeTypes, ...dossierTypes];

const known: ReadonlySet<string> = new Set(publicTypes);
export const isKnownType = (event: TakenEvent): event is PublicEvent => known.has(event.type);

const texts = ['id', 'source', 'type', 'subject', 'time'] as const;

/** Reads a message, of whatever type; nothing when it is none. The data is left to the schema of its type. */
export function eventIn(message: unknown): ReceivedEvent | undefined {
  const value = typeof message === 'string' ? parsed(message) : message;
  if (!isObject(value) || value['specversion'] !== '1.0' || !isObject(value['data'])) return undefined;
  if (texts.some((name) => typeof value[name] !== 'string')) return undefined;
  const { feednumber, feedprevious } = value;
  if (feednumber === undefined && feedprevious === undefined) return value as unknown as ReceivedEvent;
  return Number.isSafeInteger(feednumber) && Number.isSafeInteger(feedprevious)
    ? (value as unknown as ReceivedEvent)
    : undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
