import { officerOf, oneStopCentre } from './agencies';
import { type DemoDossier, type DemoMove, dossiers } from './dossiers';
import type { Act, ImportingClient } from './importing-client';
import { knownId, type Step } from './steps';

const firstMinute = 8 * 60;
const minutesApart = 20;
const minutesPerMove = 25;
const dueMs = 7 * 24 * 60 * 60 * 1000;

const workerOf = (agency: string): string => officerOf(agency, agency === oneStopCentre ? 'mc' : 'cv');

export function dossierSteps(): Step[] {
  return dossiers.flatMap((dossier, index) => {
    const name = `dossier-${index + 1}`;
    const minute = firstMinute + index * minutesApart;
    let holder = dossier.openedAt;
    return [
      openStep(dossier, name, minute),
      ...dossier.moves.map((move, at) => {
        const giver = holder;
        if (move.move === 'hand-over') holder = move.to;
        return moveStep(name, move, giver, minute + (at + 1) * minutesPerMove, at);
      }),
    ];
  });
}

function openStep({ openedAt, procedure, channel }: DemoDossier, name: string, minute: number): Step {
  return {
    minute,
    run: async (client, at, known) => {
      const applicantRef = `00000000-0000-4000-8000-${name.replace(/\D/g, '').padStart(12, '0')}`;
      const dueAt = new Date(Date.parse(at) + dueMs).toISOString();
      const act = { at, agency: openedAt, officer: workerOf(openedAt), key: name };
      const opened = await client.post('/dossiers', { procedure, channel, applicantRef, dueAt }, act);
      known.set(name, String(opened['dossierId']));
    },
  };
}

function moveStep(name: string, move: DemoMove, holder: string, minute: number, index: number): Step {
  return {
    minute,
    run: async (client, at, known) => {
      const dossier = `/dossiers/${knownId(known, name)}`;
      const act = (agency: string, verb: string): Act => ({
        at,
        agency,
        officer: workerOf(agency),
        key: `${name}-${index}-${verb}`,
      });
      await play(client, dossier, move, holder, act);
    },
  };
}

async function play(
  client: ImportingClient,
  dossier: string,
  move: DemoMove,
  holder: string,
  act: (agency: string, verb: string) => Act,
): Promise<void> {
  if (move.move === 'work') {
    await client.post(`${dossier}/activities`, { activity: move.activity }, act(holder, 'work'));
    return;
  }
  if (move.move === 'complete') {
    await client.post(`${dossier}/completion`, { outcome: move.outcome }, act(holder, 'complete'));
    return;
  }
  const { to, reason } = move;
  const offered = await client.post(`${dossier}/handoffs`, { to, reason }, act(holder, 'offer'));
  const handoff = `${dossier}/handoffs/${String(offered['handoffId'])}`;
  if (move.move === 'hand-over') await client.post(`${handoff}/acceptance`, {}, act(to, 'accept'));
  if (move.move === 'offer-and-return') {
    await client.post(`${handoff}/return`, { reason: move.because }, act(to, 'return'));
  }
  if (move.move === 'offer-and-recall') {
    await client.post(`${handoff}/recall`, { reason: move.because }, act(holder, 'recall'));
  }
}
