import { Injectable } from '@nestjs/common';
import { ContentStore } from '@adapters/content-store';
import { EventStore, stateOf } from '@adapters/event-store';
import {
  contentOf,
  dossier,
  type DossierCommand,
  type DossierFile,
  type DossierState,
  dossierStream,
  type GivenComponent,
  type Unavailable,
} from '@domain/dossier';
import { atMost } from '@runtime';

/** A command that brings components, before anybody looked whether their bytes are there. */
type Bringing = Extract<DossierCommand, { readonly reuseNotFound: readonly string[] }>;
type Unlooked<C> = C extends Bringing ? Omit<C, keyof Unavailable> : never;

interface Whose {
  /** That takes them in. */
  readonly agency: string;
  readonly applicantRef: string | undefined;
}

const looksAtOnce = 8;

/**
 * Components beside what the content store has and what the applicant gave or got before. Their bytes become permanent
 * before a fact names them: an upload may be swept at any time, bytes that a fact names may not.
 */
@Injectable()
export class GivenComponents {
  constructor(
    private readonly store: EventStore,
    private readonly contents: ContentStore,
  ) {}

  /** The command with what is not available; what it brings is kept, unless it is refused anyway. */
  async complete(asked: Unlooked<Bringing>, state: DossierState, whose: Whose): Promise<DossierCommand> {
    const { components } = asked;
    const given = state.status === 'absent' ? [] : (state.file?.components ?? []);
    const named = new Set(given.map(contentOf));
    const isNew = ({ sha256 }: GivenComponent): boolean => sha256 !== undefined && !named.has(sha256);
    const reuseNotFound = await this.notFound(components, whose.applicantRef);
    const command = {
      ...asked,
      reuseNotFound,
      notUploaded: await this.keysOf(components.filter(isNew), async ({ sha256 = '' }) => {
        return (await this.contents.uploadedBy(whose.agency, sha256)) === undefined;
      }),
      contentMissing: await this.keysOf(
        components.filter((each) => !isNew(each) && !reuseNotFound.includes(each.key)),
        async (each) => {
          const sha256 = contentOf(each);
          return sha256 !== undefined && (await this.contents.size(sha256)) === undefined;
        },
      ),
    } as Bringing;
    if ('refused' in dossier.decider.decide(command, state)) return command;
    await atMost(looksAtOnce, components.filter(isNew), ({ sha256 = '' }) =>
      this.contents.keep(whose.agency, sha256),
    );
    return command;
  }

  private async keysOf(
    components: readonly GivenComponent[],
    isSo: (component: GivenComponent) => Promise<boolean>,
  ): Promise<readonly string[]> {
    const found = await atMost(looksAtOnce, components, isSo);
    return components.filter((_, index) => found[index]).map(({ key }) => key);
  }

  /** Each earlier dossier is read once, however much of it is reused. */
  private async notFound(
    components: readonly GivenComponent[],
    applicantRef: string | undefined,
  ): Promise<readonly string[]> {
    const earlier = components.flatMap(({ reusedFrom, reusedResult }) =>
      [reusedFrom?.dossierId, reusedResult?.dossierId].filter((id) => id !== undefined),
    );
    const ids = [...new Set(earlier)];
    const files = new Map<string, DossierFile | undefined>();
    await atMost(looksAtOnce, ids, async (dossierId) => {
      const { state } = await stateOf(this.store, dossier, dossierStream(dossierId));
      const file = state.status === 'absent' ? undefined : state.file;
      files.set(dossierId, file?.applicantRef === applicantRef ? file : undefined);
    });
    return components.filter((each) => !isIn(files, each)).map(({ key }) => key);
  }
}

/** What is reused stands in the earlier dossier with this very hash. */
function isIn(
  files: ReadonlyMap<string, DossierFile | undefined>,
  { reusedFrom, reusedResult }: GivenComponent,
): boolean {
  const components = reusedFrom && (files.get(reusedFrom.dossierId)?.components ?? []);
  const hasIt = components?.some(
    (each) => each.key === reusedFrom?.key && contentOf(each) === reusedFrom.sha256,
  );
  const result = reusedResult && files.get(reusedResult.dossierId)?.result;
  const results = [result?.sha256, ...(result?.ofLegs ?? [])];
  // A result is one once processing ended with it.
  const isResult = result?.finishedAt !== undefined && results.includes(reusedResult?.sha256);
  return (reusedFrom === undefined || hasIt === true) && (reusedResult === undefined || isResult);
}
