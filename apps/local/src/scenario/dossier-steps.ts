import type { Walk } from '../importing/importing-client';
import { officerOf, oneStopCentre } from './agencies';
import { type DemoDossier, type DemoMove, dossiers } from './dossiers';
import { knownId, type Step, told } from './steps';

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

function openStep({ openedAt: agency, procedure, channel }: DemoDossier, name: string, minute: number): Step {
  return {
    minute,
    *walk(at, known) {
      const applicantRef = `00000000-0000-4000-8000-${name.replace(/\D/g, '').padStart(12, '0')}`;
      const dueAt = new Date(Date.parse(at) + dueMs).toISOString();
      const body = { procedure, channel, applicantRef, dueAt };
      const opened = yield told({
        ...{ operation: 'openDossier', body, agency, officer: workerOf(agency), at, key: name },
      });
      known.set(name, String(opened['dossierId']));
    },
  };
}

function moveStep(name: string, move: DemoMove, holder: string, minute: number, index: number): Step {
  return {
    minute,
    walk: (at, known) => {
      const act = (agency: string, verb: string): Act => ({
        ...{ at, agency, officer: workerOf(agency), key: `${name}-${index}-${verb}` },
      });
      return moving({ dossierId: knownId(known, name) }, move, holder, act);
    },
  };
}

interface Act {
  readonly at: string;
  readonly agency: string;
  readonly officer: string;
  readonly key: string;
}

function* moving(
  target: { readonly dossierId: string },
  move: DemoMove,
  holder: string,
  act: (agency: string, verb: string) => Act,
): Walk {
  if (move.move === 'work') {
    const body = { activity: move.activity };
    yield told({ operation: 'recordActivity', target, body, ...act(holder, 'work') });
    return;
  }
  if (move.move === 'complete') {
    const body = { outcome: move.outcome };
    yield told({ operation: 'completeDossier', target, body, ...act(holder, 'complete') });
    return;
  }
  const { to, reason } = move;
  const offered = yield told({
    operation: 'offerHandoff',
    target,
    body: { to, reason },
    ...act(holder, 'offer'),
  });
  const handoff = { ...target, handoffId: String(offered['handoffId']) };
  if (move.move === 'hand-over') {
    yield told({ operation: 'acceptHandoff', target: handoff, body: {}, ...act(to, 'accept') });
  }
  if (move.move === 'offer-and-return') {
    const body = { reason: move.because };
    yield told({ operation: 'returnHandoff', target: handoff, body, ...act(to, 'return') });
  }
  if (move.move === 'offer-and-recall') {
    const body = { reason: move.because };
    yield told({ operation: 'recallHandoff', target: handoff, body, ...act(holder, 'recall') });
  }
}
