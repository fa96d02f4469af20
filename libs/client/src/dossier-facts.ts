/** Data of each type, by its schema; generated and compared by a spec. */

export interface DossierFacts {
  /** A dossier exists and its agency holds it. */
  readonly 'vn.lienthong.dossiers.dossier-opened.v1': {
    readonly dossierId: string;
    readonly agency: string;
    readonly procedure: string;
    readonly channel: 'online' | 'counter' | 'post' | 'email' | 'internal' | 'kiosk';
    readonly codes: readonly { readonly scheme: string; readonly value: string }[];
    readonly startedAt: string;
    readonly dueAt?: string;
  };
  /** The holder offers a dossier to another agency and holds it until that one takes it. */
  readonly 'vn.lienthong.dossiers.handoff-offered.v1': {
    readonly dossierId: string;
    readonly handoffId: string;
    readonly from: string;
    readonly to: string;
    readonly giver: string;
    readonly reason: string;
  };
  /** The other agency took the dossier and is its holder now. */
  readonly 'vn.lienthong.dossiers.handoff-accepted.v1': {
    readonly dossierId: string;
    readonly handoffId: string;
    readonly from: string;
    readonly to: string;
    readonly giver: string;
    readonly taker: string;
  };
  /** The other agency did not take the dossier; the giver still holds it. */
  readonly 'vn.lienthong.dossiers.handoff-returned.v1': {
    readonly dossierId: string;
    readonly handoffId: string;
    readonly from: string;
    readonly to: string;
    readonly reason: string;
  };
  /** The giver took the offer back before the dossier was taken. */
  readonly 'vn.lienthong.dossiers.handoff-recalled.v1': {
    readonly dossierId: string;
    readonly handoffId: string;
    readonly from: string;
    readonly to: string;
    readonly reason: string;
  };
  /** The holder did something with the dossier. */
  readonly 'vn.lienthong.dossiers.activity-recorded.v1': {
    readonly dossierId: string;
    readonly agency: string;
    readonly activity: string;
    readonly instance?: string;
  };
  /** The procedure of the dossier ended. */
  readonly 'vn.lienthong.dossiers.dossier-completed.v1': {
    readonly dossierId: string;
    readonly agency: string;
    readonly outcome: 'granted' | 'refused' | 'withdrawn' | 'other';
    readonly endedAt: string;
  };
  /** The turn of an agency has come in an interlinked dossier: its own time begins. */
  readonly 'vn.lienthong.dossiers.leg-opened.v1': {
    readonly dossierId: string;
    readonly order: number;
    readonly agency: string;
    readonly oneStop: string;
    readonly lead: string;
    readonly mode: 'sequential' | 'parallel' | 'upward';
    readonly task: string;
    readonly mandatory: boolean;
    readonly dueAt: string;
    readonly input?: string;
  };
  /** The agency takes its leg on. */
  readonly 'vn.lienthong.dossiers.leg-accepted.v1': {
    readonly dossierId: string;
    readonly order: number;
    readonly agency: string;
  };
  /** The agency gives the leg back, and says why. */
  readonly 'vn.lienthong.dossiers.leg-returned.v1': {
    readonly dossierId: string;
    readonly order: number;
    readonly agency: string;
    readonly reason: string;
  };
  /** The result of a leg went to whoever uses it next and to the one-stop unit. */
  readonly 'vn.lienthong.dossiers.leg-result-delivered.v1': {
    readonly dossierId: string;
    readonly order: number;
    readonly agency: string;
    readonly sha256: string;
    readonly symbol?: string;
  };
  /** The agency above returned the result of its leg to the one-stop unit. */
  readonly 'vn.lienthong.dossiers.leg-result-returned-down.v1': {
    readonly dossierId: string;
    readonly order: number;
    readonly agency: string;
    readonly sha256: string;
    readonly symbol?: string;
  };
  /** The agency refuses what its leg asks for. */
  readonly 'vn.lienthong.dossiers.leg-refused.v1': {
    readonly dossierId: string;
    readonly order: number;
    readonly agency: string;
    readonly reason: string;
  };
  /** The time of the agency that has the leg has passed. */
  readonly 'vn.lienthong.dossiers.leg-overdue-declared.v1': {
    readonly dossierId: string;
    readonly order: number;
    readonly agency: string;
    readonly dueAt: string;
  };
  /** The dossier waits for a supplement: the time of the leg stands still. */
  readonly 'vn.lienthong.dossiers.leg-paused.v1': {
    readonly dossierId: string;
    readonly order: number;
    readonly agency: string;
    readonly since: string;
  };
  /** The supplement was accepted: the leg goes on. */
  readonly 'vn.lienthong.dossiers.leg-resumed.v1': {
    readonly dossierId: string;
    readonly order: number;
    readonly agency: string;
    readonly resumedAt: string;
    readonly clock: 'restart' | 'resume';
  };
  /** The time of a leg has another end. */
  readonly 'vn.lienthong.dossiers.leg-deadline-recomputed.v1': {
    readonly dossierId: string;
    readonly order: number;
    readonly agency: string;
    readonly before: string;
    readonly dueAt: string;
  };
  /** Another agency has the leg, with its whole time from now on. */
  readonly 'vn.lienthong.dossiers.leg-rerouted.v1': {
    readonly dossierId: string;
    readonly order: number;
    readonly agency: string;
    readonly to: string;
    readonly reason: string;
    readonly dueAt: string;
  };
  /** The dossier came to its end before the leg did. */
  readonly 'vn.lienthong.dossiers.leg-closed.v1': {
    readonly dossierId: string;
    readonly order: number;
    readonly agency: string;
    readonly end: 'finished' | 'refused' | 'withdrawn' | 'stopped';
  };
}

export const dossierTypes: readonly (keyof DossierFacts)[] = [
  'vn.lienthong.dossiers.dossier-opened.v1',
  'vn.lienthong.dossiers.handoff-offered.v1',
  'vn.lienthong.dossiers.handoff-accepted.v1',
  'vn.lienthong.dossiers.handoff-returned.v1',
  'vn.lienthong.dossiers.handoff-recalled.v1',
  'vn.lienthong.dossiers.activity-recorded.v1',
  'vn.lienthong.dossiers.dossier-completed.v1',
  'vn.lienthong.dossiers.leg-opened.v1',
  'vn.lienthong.dossiers.leg-accepted.v1',
  'vn.lienthong.dossiers.leg-returned.v1',
  'vn.lienthong.dossiers.leg-result-delivered.v1',
  'vn.lienthong.dossiers.leg-result-returned-down.v1',
  'vn.lienthong.dossiers.leg-refused.v1',
  'vn.lienthong.dossiers.leg-overdue-declared.v1',
  'vn.lienthong.dossiers.leg-paused.v1',
  'vn.lienthong.dossiers.leg-resumed.v1',
  'vn.lienthong.dossiers.leg-deadline-recomputed.v1',
  'vn.lienthong.dossiers.leg-rerouted.v1',
  'vn.lienthong.dossiers.leg-closed.v1',
];
