import { type Subject, subject } from '@contracts';
import { agencyToken } from '@domain/codes';
import type { Codec, Fact } from '@domain/decider';
import { deliveryCodec } from '@domain/delivery/events';
import { documentCodec } from '@domain/document/events';
import { dossierCodec } from '@domain/dossier/events';
import { legCodec } from '@domain/leg/events';
import { type CloudEvent, cloudEvent } from '@formats/cloudevents';
import { deliveryPublic } from './delivery.public';
import { documentPublic } from './document.public';
import { dossierPublic } from './dossier.public';
import { legPublic } from './leg.public';
import type { Inside, PublicFact, PublicFacts } from './public-fact';

/** One agency's copy of a public fact. */
export interface Copy {
  readonly subject: Subject;
  readonly cloudEvent: CloudEvent;
  /**
   * `<eventId>.<agencyToken>`: ids are one name space for the whole stream, so a bare event id would drop all
   * but one copy.
   */
  readonly msgId: string;
}

/** Of a stored event what its copies are made of. */
export interface RecordedFact {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  /** UUID of the stored event. */
  readonly id: string;
  /** `Fact.vN`. */
  readonly type: string;
  readonly data: unknown;
}

/** A fact this program cannot tell whether and how it may leave: start a version that knows it, or skip the fact. */
export class UnreadableFact extends Error {
  override readonly name = 'UnreadableFact';
  constructor(
    readonly event: Omit<RecordedFact, 'id' | 'data'>,
    options?: ErrorOptions,
  ) {
    super(
      `${event.type} in ${event.stream}@${event.revision} (position ${event.position}) is not what this program ` +
        'knows by that name; nothing after it in its stream is published. Start a version that knows it',
      options,
    );
  }
}

export interface Kind {
  readonly codec: Codec<Fact>;
  readonly owner: string;
  readonly context: string;
  /** Those that leave. */
  readonly facts: Readonly<Record<string, PublicFact<Fact['data']> | undefined>>;
  /** Those that do not, and why. */
  readonly inside: Readonly<Record<string, Inside>>;
}

/**
 * Each kind's facts are looked up by the name of the decoded fact, so its transforms only ever see their own
 * data.
 */
function kindOf<E extends Fact>(codec: Codec<E>, { owner, context, facts: decided }: PublicFacts<E>): Kind {
  const facts: Record<string, PublicFact<Fact['data']>> = {};
  const inside: Record<string, Inside> = {};
  for (const [name, fact] of Object.entries<PublicFact<never> | Inside>(decided))
    if (typeof fact === 'string') inside[name] = fact;
    else facts[name] = fact as PublicFact<Fact['data']>;
  return { codec, owner, context, facts, inside };
}

/** In which installation a fact was stored. */
interface Installation {
  /** Lower-case UUID of its store, the same for ever. */
  readonly storeId: string;
}

/** Every kind of stream that has public facts. */
export const kinds: Readonly<Record<string, Kind>> = {
  'document-': kindOf(documentCodec, documentPublic),
  'delivery-': kindOf(deliveryCodec, deliveryPublic),
  'dossier-': kindOf(dossierCodec, dossierPublic),
  'leg-': kindOf(legCodec, legPublic),
};

/** For who asks which copies there are and sends none: their ids and numbers say nothing of the installation. */
export const anyInstallation: Installation = { storeId: '00000000-0000-4000-8000-000000000000' };

/**
 * The copies of one stored event, in a stable order; none for what is not public.
 * @throws UnreadableFact for an unknown version of a known fact, and for one that lacks what it has to say.
 */
export function copiesOf(stored: RecordedFact, installation: Installation): readonly Copy[] {
  try {
    return copiesIn(stored, installation);
  } catch (cause) {
    throw cause instanceof UnreadableFact ? cause : new UnreadableFact(stored, { cause });
  }
}

function copiesIn(stored: RecordedFact, { storeId }: Installation): readonly Copy[] {
  const prefix = Object.keys(kinds).find((each) => stored.stream.startsWith(each));
  const kind = prefix === undefined ? undefined : kinds[prefix];
  if (kind === undefined) return [];
  const event = kind.codec.decode(stored);
  if (event === 'unknown-fact') return [];
  if (event === 'unknown-version') throw new UnreadableFact(stored);
  const fact = kind.facts[event.type];
  if (fact === undefined) return [];

  const { data } = event;
  const envelope = cloudEvent({
    id: stored.id,
    storeId,
    owner: kind.owner,
    context: kind.context,
    fact: fact.name,
    version: fact.version,
    subject: fact.about(data),
    time: data.at,
    data: listed(data, fact.fields),
  });
  return [...new Set(fact.to(data))].map((agency) => ({
    subject: subject('public', agencyToken(agency), kind.context, fact.name, `v${fact.version}`),
    cloudEvent: envelope,
    msgId: `${stored.id}.${agencyToken(agency)}`,
  }));
}

const listed = (data: Fact['data'], fields: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).filter(([field]) => fields.includes(field)));
