import { ImportingClient } from '../importing/importing-client';
import { operatingAgency } from './agencies';
import { directorySteps, toolsStep } from './directory-steps';
import { documentSteps } from './document-steps';
import { dossierSteps } from './dossier-steps';
import type { Step } from './steps';

export interface ScenarioAccess {
  /** Base address of the gateway, `http://127.0.0.1:8080`. */
  readonly address: string;
  tokenFor(claims: { sub: string; agency: string; roles: readonly string[] }): Promise<string>;
  /** The day to play, local date YYYY-MM-DD; it must be over. The last working day when left out. */
  readonly day?: string;
  onProgress?(done: number, of: number): void;
}

const dayMs = 24 * 60 * 60 * 1000;
const localOffsetMs = 7 * 60 * 60 * 1000;

/** The last Monday to Friday that is over in Asia/Ho_Chi_Minh. */
export function lastWorkingDay(now: Date): string {
  let day = new Date(now.getTime() + localOffsetMs - dayMs);
  while (day.getUTCDay() === 0 || day.getUTCDay() === 6) day = new Date(day.getTime() - dayMs);
  return day.toISOString().slice(0, 10);
}

/**
 * Plays a short day of an invented province through the gateway, in the order in which things happened: 12 agencies, 20
 * documents, 10 dossiers. Playing the same day again changes nothing.
 */
export async function playScenario(access: ScenarioAccess): Promise<{ steps: number; day: string }> {
  const { onProgress } = access;
  const day = access.day ?? lastWorkingDay(new Date());
  const client = await clientOf(access);
  const steps = [...directorySteps(), toolsStep, ...documentSteps(), ...dossierSteps()].sort(
    (a, b) => a.minute - b.minute,
  );
  const known = new Map<string, string>();
  let done = 0;
  for (const minute of new Set(steps.map((step) => step.minute))) {
    const ofMinute = steps.filter((step) => step.minute === minute);
    await play(client, day, ofMinute, known);
    onProgress?.((done += ofMinute.length), steps.length);
  }
  return { steps: steps.length, day };
}

/** Appoints whom the tools of this machine act as, as of the day that was played. */
export async function appointTools(access: ScenarioAccess & { readonly day: string }): Promise<void> {
  await play(await clientOf(access), access.day, [toolsStep], new Map());
}

/** What happens in one minute is sent together; what follows from it comes in a later one. */
async function play(
  client: ImportingClient,
  day: string,
  steps: readonly Step[],
  known: Map<string, string>,
): Promise<void> {
  for (const { file, minute } of steps) {
    if (file !== undefined) await client.upload(file.bytes, { ...file, at: instantOf(day, minute) });
  }
  await client.walk(steps.map((step) => step.walk(instantOf(day, step.minute), known)));
}

const instantOf = (day: string, minute: number): string =>
  new Date(Date.parse(`${day}T00:00:00.000+07:00`) + minute * 60_000).toISOString();

async function clientOf({ address, tokenFor }: ScenarioAccess): Promise<ImportingClient> {
  const claims = { sub: 'scenario', agency: operatingAgency, roles: ['Importer'] };
  return new ImportingClient({ address, token: await tokenFor(claims), source: 'scenario' });
}
