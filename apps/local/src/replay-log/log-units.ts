/** An agency that stands for a unit of the log. It is invented, and its name says so. */
export interface UnitAgency {
  readonly code: string;
  readonly name: string;
  readonly abbreviation: string;
}

const empty = 'EMPTY';
const groupShape = /^Group ([1-9]|1[0-5])$/;

/** `Group 7` is `H00.G07`; `EMPTY` (unit not recorded) is an agency of its own. Nothing when it is neither. */
export function agencyOfUnit(unit: string): UnitAgency | undefined {
  if (unit === empty) {
    const name = 'Đơn vị không được ghi trong nhật ký (hư cấu)';
    return { code: 'H00.EMPTY', name, abbreviation: 'ĐVKG' };
  }
  const number = groupShape.exec(unit)?.[1]?.padStart(2, '0');
  if (number === undefined) return undefined;
  const name = `Đơn vị ${number} của nhật ký cấp phép (hư cấu)`;
  return { code: `H00.G${number}`, name, abbreviation: `ĐV${number}` };
}

interface Acting {
  readonly unit: string;
  readonly officer: string;
}

export interface UnitOfLog {
  readonly agency: UnitAgency;
  /** Everybody who acts in it, in order of name. */
  readonly officers: readonly string[];
}

/** The units the rows name, each with its officers. An officer who acts in several units is in each of them. */
export function unitsOf(rows: readonly Acting[]): UnitOfLog[] {
  const officersByUnit = new Map<string, Set<string>>();
  for (const { unit, officer } of rows) {
    const officers = officersByUnit.get(unit) ?? new Set();
    officersByUnit.set(unit, officers.add(officer));
  }
  return [...officersByUnit]
    .map(([unit, officers]) => ({ agency: knownAgency(unit), officers: [...officers].sort() }))
    .sort((a, b) => (a.agency.code < b.agency.code ? -1 : 1));
}

/** @throws RangeError when the unit was never checked; that is a defect. */
export function knownAgency(unit: string): UnitAgency {
  const agency = agencyOfUnit(unit);
  if (agency === undefined) throw new RangeError(`no agency stands for the unit ${unit}; check rows first`);
  return agency;
}
