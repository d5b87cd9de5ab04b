export interface MinuteView {
  readonly at: string;
  readonly failed: number;
  readonly healthy: number;
}

/** Requests of some entries in the latest 180 minutes of the window. `whole`: all that should have been read for it was read. */
export interface MinutesView {
  readonly entries: readonly string[];
  readonly list: readonly MinuteView[];
  readonly whole: boolean;
}
