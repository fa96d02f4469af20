import { createHash } from 'node:crypto';
import type { ContentPart, Role } from '@domain/codes';
import { legStream } from '@domain/leg';
import type { Clerks } from './clerks';
import { type DossierBodies, supplementRequest } from './dossier-bodies';
import type { Province } from './province';

interface Twin {
  readonly agency: string;
  readonly role: Role;
  readonly path: string;
  readonly body: object;
}

/** The one-stop unit of the tests; another agency does the only legs and leads. */
const [oneStop, other] = ['H99', 'H99.2'] as const;
const sha256 = createHash('sha256').update('kết quả').digest('hex');
const reason = { reason: 'Không thuộc thẩm quyền' };
const leg = { agency: other, task: 'Thẩm định', time: { amount: 1, unit: 'working-days' } };
const one = { mode: 'sequential', lead: other, legs: [leg] };
const optional = { ...one, legs: [{ ...leg, optional: true }] };
/** At a level above the one-stop unit, which is one of a province. */
const ministry = 'G17';
const up = { ...leg, agency: ministry, optional: false, monitor: ministry };
const upward = { mode: 'upward', lead: ministry, legs: [up] };
const taken = [['acceptance', 'Clerk', {}]] as const;
const delivered = [...taken, ['result', 'Leader', { sha256 }]] as const;
const refused = [...taken, ['refusal', 'Leader', reason]] as const;

/** Of an agency, its one part the result: what delivers the result of a leg by it. */
export async function sealedBy(clerks: Clerks, agency: string, part: ContentPart) {
  const draft = { documentType: 'CV', subject: 'Kết quả thẩm định', urgency: 'normal', contents: [part] };
  const { documentId } = await clerks.act<{ documentId: string }>(agency, 'Drafter', '/documents', draft);
  const path = `/documents/${documentId}`;
  await clerks.act(agency, 'Leader', `${path}/signature`, { authority: 'head', position: 'Giám đốc' });
  const { symbol } = await clerks.act<{ symbol: string }>(agency, 'Clerk', `${path}/number`);
  await clerks.act(agency, 'Clerk', `${path}/seal`);
  return { sha256: part.sha256, symbol, documentId };
}

/** Interlinked dossiers with one leg at each of its states, and a valid body for each act on them. */
export class LinkedBodies {
  private ministry: Promise<void> | undefined;

  constructor(
    private readonly clerks: Clerks,
    private readonly province: Province,
    private readonly staged: DossierBodies,
  ) {}

  get table(): Readonly<Record<string, readonly (() => Promise<Twin>)[]>> {
    const by = async (agency: string, role: Role, path: Promise<string>, what: string, body: object) => ({
      ...{ agency, role, path: `${await path}/${what}`, body },
    });
    const atLeg = (role: Role, done: Done, what: string, body: object = {}) =>
      by(other, role, this.leg(one, done), what, body);
    const atWhole = async (route: object, done: Done, what: string, body: object = {}) => {
      const path = await this.leg(route, done);
      return by(other, 'Leader', Promise.resolve(path.replace(/\/legs\/1$/, '')), what, body);
    };
    const rerouting = { to: 'H99.3', ...reason };
    const proposed = async () => {
      const path = await this.leg(one, []);
      await this.clerks.act(oneStop, 'OneStopHead', `${path}/rerouting`, rerouting);
      return path;
    };
    const decision = { order: 1, ...reason };
    return {
      fixRoute: [
        () => by(oneStop, 'OneStopOfficer', this.staged.accepted(), 'route', one),
        async () => {
          await this.ministryFounded();
          return by(oneStop, 'OneStopOfficer', this.staged.accepted(), 'route', upward);
        },
      ],
      requestSupplement: [
        ...(this.staged.table['requestSupplement'] ?? []),
        () => atWhole(one, taken, 'supplement', { ...supplementRequest, order: 1 }),
      ],
      acceptLeg: [() => atLeg('Clerk', [], 'acceptance')],
      returnLeg: [() => atLeg('Clerk', [], 'return', reason)],
      deliverLegResult: [
        () => atLeg('Leader', taken, 'result', { sha256, symbol: '45/TĐ' }),
        async () => {
          const document = await sealedBy(this.clerks, other, await this.province.upload(other));
          return atLeg('Leader', taken, 'result', document);
        },
      ],
      refuseLeg: [() => atLeg('Leader', taken, 'refusal', reason)],
      proposeSupplement: [() => atLeg('Leader', taken, 'supplement', supplementRequest)],
      proposeRerouting: [() => by(oneStop, 'OneStopHead', this.leg(one, []), 'rerouting', rerouting)],
      agreeToRerouting: [() => by(other, 'Leader', proposed(), 'rerouting/agreement', {})],
      consolidateResults: [() => atWhole(one, delivered, 'consolidation')],
      refuseLinkedDossier: [() => atWhole(one, refused, 'refused-leg/refusal', decision)],
      continueLinkedDossier: [() => atWhole(optional, refused, 'refused-leg/continuation', decision)],
    };
  }

  private ministryFounded(): Promise<void> {
    const name = { name: 'Bộ Xây dựng', abbreviation: 'BXD' };
    this.ministry ??= this.province.found([{ code: ministry, ...name, tier: 'province' }]);
    return this.ministry;
  }

  /** The path of the only leg of a dossier, once its agency did so much with it. */
  private async leg(route: object, done: Done): Promise<string> {
    const path = await this.staged.accepted();
    await this.clerks.act(oneStop, 'OneStopOfficer', `${path}/route`, route as Record<string, unknown>);
    const dossierId = path.slice('/dossiers/'.length);
    await this.province.waitFor(legStream({ dossierId, order: 1 }), 'LegOpened');
    for (const [what, role, body] of done)
      await this.clerks.act(other, role, `${path}/legs/1/${what}`, body as Record<string, unknown>);
    return `${path}/legs/1`;
  }
}

type Done = readonly (readonly [what: string, role: Role, body: object])[];
