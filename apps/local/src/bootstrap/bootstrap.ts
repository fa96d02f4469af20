import { createHash } from 'node:crypto';
import type { AgencyCard } from '@contracts';
import { ImportingClient } from '../importing/importing-client';
import { ToolRefused } from '../tool';
import { type AgencyInFile, isSame, type OfficerInFile, readProvince } from './province-file';

export interface Bootstrap {
  /** Without folders; it stands beside every fact that comes out of the file. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly address: string;
  /** With role `Importer`. */
  readonly token: string;
  /** The officer whose tokens the tools of this machine use, to be appointed beside those of the file. */
  readonly toolsOfficer?: string;
  say(line: string): void;
}

const toldMax = 50;

/**
 * Registers the first agencies of a province and appoints their officers. The same file again, or after it was cut
 * off, adds only what is missing.
 * @throws ToolRefused when the directory holds anything that the file does not say; then nothing was sent
 */
export async function bootstrap(access: Bootstrap): Promise<void> {
  const agencies = withTools(await readProvince(access.bytes), access.toolsOfficer);
  const client = clientOf(access);
  const there = await client.agencies();
  const foreign = ofTheDirectoryAlone(agencies, there);
  if (foreign.length > 0) {
    const why =
      'The directory was begun otherwise, so that nothing was sent; an operator changes it from here on';
    throw new ToolRefused([...shortened(foreign), why].join('\n'));
  }
  const me = await client.question<{ agency: string; officer: string }>('/me');
  for (const { agency, card, officers } of agencies) {
    const target = { agency };
    const known = there.get(agency);
    if (known === undefined) {
      const said = `The registration of ${agency}`;
      await client.command({ operation: 'registerAgency', target, body: card, ...me, said });
    }
    for (const post of officers) {
      if (known?.officers.some(({ officer }) => officer === post.officer)) continue;
      const said = `The appointment of ${post.officer} in ${agency}`;
      const key = `bootstrap:${post.officer}`;
      await client.command({ operation: 'appointOfficer', target, body: post, ...me, key, said });
    }
  }
  const posts = agencies.reduce((sum, { officers }) => sum + officers.length, 0);
  access.say(`The directory holds ${agencies.length} agencies with ${posts} officers, as the file says`);
}

/** Tells line by line where the file and the directory differ; resolves whether they agree. */
export async function compare(access: Bootstrap): Promise<boolean> {
  const agencies = withTools(await readProvince(access.bytes), access.toolsOfficer);
  const there = await clientOf(access).agencies();
  const differences = [...ofTheDirectoryAlone(agencies, there), ...ofTheFileAlone(agencies, there)];
  for (const each of differences) access.say(each);
  access.say(differences.length === 0 ? 'No difference' : `${differences.length} differences`);
  return differences.length === 0;
}

const shortened = (lines: readonly string[]): readonly string[] =>
  lines.length <= toldMax ? lines : [...lines.slice(0, toldMax), `… and ${lines.length - toldMax} more`];

/** Beside the first operator of the file. */
function withTools(agencies: readonly AgencyInFile[], officer: string | undefined): readonly AgencyInFile[] {
  if (officer === undefined) return agencies;
  const tools: OfficerInFile = { officer, displayName: 'Công cụ của máy chủ', roles: ['Operator'] };
  const isOperating = ({ officers }: AgencyInFile) =>
    officers.some(({ roles }) => roles.includes('Operator'));
  const at = agencies.find(isOperating);
  return agencies.map((each) => (each === at ? { ...each, officers: [...each.officers, tools] } : each));
}

function clientOf({ address, token, fileName, bytes }: Bootstrap): ImportingClient {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const source = `${encodeURIComponent(fileName)}#${sha256}`;
  return new ImportingClient({ address, token, source });
}

type Cards = ReadonlyMap<string, AgencyCard>;

function ofTheDirectoryAlone(agencies: readonly AgencyInFile[], there: Cards): string[] {
  const inFile = new Map(agencies.map((each) => [each.agency, each]));
  return [...there.values()].flatMap((card) => {
    const said = inFile.get(card.code);
    if (said === undefined) return [`${card.code} is in the directory and not in the file`];
    const posts = new Map(said.officers.map((post) => [post.officer, post]));
    const officers = card.officers.flatMap((held) => {
      const post = posts.get(held.officer);
      if (post === undefined)
        return [`${held.officer} of ${card.code} is in the directory and not in the file`];
      if (isSamePost(post, held)) return [];
      return [
        `${held.officer} of ${card.code} is "${saidOf(held)}" in the directory, "${saidOf(post)}" in the file`,
      ];
    });
    return isSame(said.card, card)
      ? officers
      : [`${card.code} is described otherwise in the file`, ...officers];
  });
}

function ofTheFileAlone(agencies: readonly AgencyInFile[], there: Cards): string[] {
  return agencies.flatMap(({ agency, officers }) => {
    const card = there.get(agency);
    if (card === undefined) return [`${agency} is in the file and not in the directory`];
    return officers
      .filter(({ officer }) => !card.officers.some((held) => held.officer === officer))
      .map(({ officer }) => `${officer} of ${agency} is in the file and not in the directory`);
  });
}

type Held = AgencyCard['officers'][number];

const isSamePost = (post: OfficerInFile, held: Held): boolean =>
  post.displayName === held.displayName && [...post.roles].sort().join() === [...held.roles].sort().join();

const saidOf = ({ displayName, roles }: OfficerInFile | Held): string => `${displayName}: ${roles.join(' ')}`;
