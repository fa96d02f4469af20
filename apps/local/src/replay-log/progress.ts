/** Where progress is shown; a terminal says that it is one. */
export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

const barWidth = 30;
const redrawMs = 100;
const plainSteps = 20;

/** How far the replay has come: one bar that moves on a terminal, elsewhere a line every 5 %. */
export class Progress {
  private readonly begunMs = performance.now();
  private drawnMs = 0;
  private toldSteps = 0;
  private done = 0;

  constructor(
    private readonly screen: Screen,
    private readonly of: number,
  ) {}

  /** One more command was answered. */
  advance(): void {
    this.done += 1;
    if (this.screen.isTTY) this.draw();
    else this.tell();
  }

  /** Leaves the line of the bar. */
  end(): void {
    if (this.screen.isTTY) this.screen.write('\n');
  }

  private draw(): void {
    const now = performance.now();
    if (now - this.drawnMs < redrawMs && this.done < this.of) return;
    this.drawnMs = now;
    const filled = Math.round((barWidth * this.done) / this.of);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
    this.screen.write(`\r${bar} ${this.words()}\u001b[K`);
  }

  private tell(): void {
    const step = Math.floor((plainSteps * this.done) / this.of);
    if (step === this.toldSteps) return;
    this.toldSteps = step;
    this.screen.write(`${this.words()}\n`);
  }

  private words(): string {
    const seconds = (performance.now() - this.begunMs) / 1000;
    const rate = grouped(Math.round(this.done / Math.max(seconds, 0.001)));
    return `${grouped(this.done)} of ${grouped(this.of)} commands, ${rate} commands/s`;
  }
}

export const grouped = (count: number): string => count.toLocaleString('en-US');
