/** Codes of the agencies that work in a system of their own: a carrier brings them their documents and their word. */
export class CarriedAgencies {
  private readonly codes: ReadonlySet<string>;

  constructor(codes: readonly string[]) {
    this.codes = new Set(codes);
  }

  has(agency: string): boolean {
    return this.codes.has(agency);
  }
}
