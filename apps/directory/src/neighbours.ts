import { Injectable } from '@nestjs/common';
import {
  type AgencyCommand,
  type AssignedCode,
  codeOn,
  comesBackTo,
  isBelowFrom,
  isBelowOn,
  isOpenOn,
  overlap,
  parentOn,
  type RegisteredAgency,
} from '@domain/agency';
import { type CodeScheme, localDate } from '@domain/codes';
import { KnownAgencies } from './known-agencies';

type Gathered =
  | 'parentRegistered'
  | 'parentClosed'
  | 'parentCode'
  | 'parentIsBelow'
  | 'unknownSuccessors'
  | 'closedSuccessors'
  | 'successorComesBack'
  | 'heldByAnother';

/** A command before anybody looked at the other agencies it rests on. */
export type Asked<T extends AgencyCommand['type']> = Omit<Extract<AgencyCommand, { type: T }>, Gathered>;

export type AskedOfNeighbours =
  | Asked<'RegisterAgency'>
  | Asked<'MoveAgency'>
  | Asked<'CloseAgency'>
  | Asked<'AssignCode'>
  | Asked<'RegisterCertificate'>;

const askedOfNeighbours: Readonly<Record<AskedOfNeighbours['type'], true>> = {
  RegisterAgency: true,
  MoveAgency: true,
  CloseAgency: true,
  AssignCode: true,
  RegisterCertificate: true,
};

export const isAskedOfNeighbours = (
  command: AgencyCommand | AskedOfNeighbours,
): command is AskedOfNeighbours => command.type in askedOfNeighbours;

/** What one agency's command needs to know of the others. */
@Injectable()
export class Neighbours {
  constructor(private readonly agencies: KnownAgencies) {}

  /** The command with all its facts. */
  async of(asked: AskedOfNeighbours): Promise<AgencyCommand> {
    switch (asked.type) {
      case 'RegisterAgency': {
        const date = localDate(asked.at);
        const above = await this.above(asked.parent, date);
        const ever = { validFromDate: '0000-01-01' };
        const { scheme, code } = asked;
        const heldByAnother = scheme !== undefined && this.isHeld({ scheme, value: code, ...ever }, code);
        return { ...asked, ...above, heldByAnother };
      }
      case 'MoveAgency': {
        const { agency, parent, effectiveDate } = asked;
        const above = await this.above(parent, effectiveDate);
        return {
          ...asked,
          ...above,
          parentIsBelow: isBelowFrom(parent, agency, effectiveDate, this.registered),
        };
      }
      case 'CloseAgency':
        return { ...asked, ...(await this.successors(asked.agency, asked.successors, asked.effectiveDate)) };
      case 'AssignCode':
        return { ...asked, ...this.parentCode(asked), heldByAnother: this.isHeld(asked, asked.agency) };
      case 'RegisterCertificate': {
        const owner = this.agencies.ownerOf(asked.certificate);
        return { ...asked, heldByAnother: owner !== undefined && owner !== asked.agency };
      }
    }
  }

  /** Which of the agencies nobody has, and which are closed on the date. */
  async standing(codes: readonly string[], date: string) {
    const unknown: string[] = [];
    const closed: string[] = [];
    for (const code of codes) {
      const agency = await this.agencies.upToDate(code);
      if (agency === undefined) unknown.push(code);
      else if (!isOpenOn(agency, date)) closed.push(code);
    }
    return { unknown, closed };
  }

  /** Which of the agencies are on the date neither that agency nor open ones below it; unknown ones are not either. */
  async notBelow(top: string, codes: readonly string[], date: string): Promise<readonly string[]> {
    const { unknown, closed } = await this.standing(codes, date);
    const isOut = (code: string) =>
      unknown.includes(code) || closed.includes(code) || !isBelowOn(code, top, date, this.registered);
    return codes.filter(isOut);
  }

  /** The same of the successors of an agency, as its closing has it gathered. */
  async successors(agency: string, codes: readonly string[], date: string) {
    const { unknown, closed } = await this.standing(codes, date);
    const successorComesBack = comesBackTo(agency, codes, this.registered);
    return { unknownSuccessors: unknown, closedSuccessors: closed, successorComesBack };
  }

  private readonly registered = (code: string) => this.agencies.registered(code);

  private async above(parent: string | undefined, date: string) {
    const agency = parent === undefined ? undefined : await this.agencies.known(parent);
    if (agency === undefined) return { parentRegistered: false };
    return {
      parentRegistered: true,
      parentClosed: !isOpenOn(agency, date),
      ...codeOfDecision20(agency, date),
    };
  }

  private parentCode({ agency: code, validFromDate }: Asked<'AssignCode'>) {
    const agency = this.agencies.registered(code);
    const parent = agency === undefined ? undefined : parentOn(agency, validFromDate).parent;
    const above = parent === undefined ? undefined : this.agencies.registered(parent);
    return above === undefined ? {} : codeOfDecision20(above, validFromDate);
  }

  private isHeld(wanted: AssignedCode, by: string): boolean {
    return this.agencies
      .holdersOf(wanted.scheme, wanted.value)
      .some((other) => other.code !== by && (other.code === wanted.value || holdsWithin(other, wanted)));
  }
}

const codeOfDecision20 = (agency: RegisteredAgency, date: string) => {
  const parentCode = codeOn(agency, 'qd20' satisfies CodeScheme, date);
  return parentCode === undefined ? {} : { parentCode };
};

const holdsWithin = ({ codes }: RegisteredAgency, wanted: AssignedCode): boolean =>
  codes.some((code) => code.scheme === wanted.scheme && code.value === wanted.value && overlap(code, wanted));
