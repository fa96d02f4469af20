/** What one upload may be. */
export class UploadLimits {
  constructor(readonly bytesMax: number) {}
}
