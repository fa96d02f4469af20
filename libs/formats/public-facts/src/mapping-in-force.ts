import { installationCodec, installationStream } from '@domain/installation/events';
import { kinds, type RecordedFact } from './copies';

const typesWhere = (holds: (isExtension: boolean) => boolean): readonly string[] =>
  Object.values(kinds).flatMap(({ context, facts }) =>
    Object.values(facts).flatMap((fact) =>
      fact !== undefined && holds(fact.isExtension === true)
        ? [`vn.lienthong.${context}.${fact.name}.v${fact.version}`]
        : [],
    ),
  );

/** CloudEvents types that were public before messages had numbers: they count from the beginning. */
const baseTypes: readonly string[] = typesWhere((isExtension) => !isExtension);

/** CloudEvents types that count only behind the `PublicMappingExtended` that names them. */
export const extensionTypes: readonly string[] = typesWhere((isExtension) => isExtension);

/**
 * A newer release tells this fact to agencies, and this one does not know to which: what stands behind it in its stream
 * waits for that release.
 */
export class MappingOfNewerRelease extends Error {
  override readonly name = 'MappingOfNewerRelease';
  constructor({ type, stream, revision }: Told) {
    super(
      `${type} in ${stream}@${revision} is told to agencies by a newer release, and this one does not know to which: ` +
        'start that release again',
    );
  }
}

type Told = Pick<RecordedFact, 'type' | 'stream' | 'revision' | 'position'>;

/** From where on which facts are public, by what `installation-1` says. */
export class MappingInForce {
  private readonly extended = new Map<string, bigint>();

  constructor(private readonly extensions: readonly string[] = extensionTypes) {}

  /** Any fact: those that extend the mapping are noted. The first one that names a type counts; it may come again. */
  note(stored: Pick<RecordedFact, 'stream' | 'type' | 'data' | 'position'>): void {
    if (stored.stream !== installationStream) return;
    const { position } = stored;
    const fact = installationCodec.decode(stored);
    if (typeof fact === 'string' || fact.type !== 'PublicMappingExtended') return;
    for (const type of fact.data.types) {
      const known = this.extended.get(type);
      if (known === undefined || position < known) this.extended.set(type, position);
    }
  }

  /** Whether a fact at this position is told under this CloudEvents type. */
  includes(type: string, position: bigint): boolean {
    if (!this.extensions.includes(type)) return true;
    const from = this.extended.get(type);
    return from !== undefined && from < position;
  }

  /** @throws MappingOfNewerRelease where a type is told at its position that is not known here. */
  assertKnown(stored: Told): void {
    if (this.extended.size === 0) return;
    const name = kebab(stored.type.replace(/\.v\d+$/, ''));
    for (const [type, from] of this.extended) {
      const isOfFact = type.split('.').at(-2) === name;
      if (isOfFact && from < stored.position && !this.isKnown(type)) throw new MappingOfNewerRelease(stored);
    }
  }

  private isKnown(type: string): boolean {
    return this.extensions.includes(type) || baseTypes.includes(type);
  }
}

/** A public name is that of its fact in lower case, with dashes. */
const kebab = (fact: string): string => fact.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase();
