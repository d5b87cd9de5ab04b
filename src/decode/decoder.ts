import type { AlarmChange, AlarmState } from "../alarm-state.ts";
import type { Setting } from "../configuration.ts";
import type { Series } from "../metric.ts";
import type { Chunk, Format, Gap, LogRecord } from "../record.ts";
import type { Span } from "../span.ts";

export type Decoded =
  | { readonly record: LogRecord }
  | { readonly span: Span }
  | { readonly series: Series }
  | { readonly setting: Setting }
  | { readonly alarm: AlarmState }
  | { readonly change: AlarmChange }
  | { readonly gap: Gap };

/**
 * One format of evidence. `sniff` looks at the first bytes only, and is asked where a chunk's format is unknown.
 * `decode` is pure and total: whatever it cannot read becomes a gap, and it takes linear time.
 */
export interface Decoder {
  readonly format: Format;
  sniff(head: string): boolean;
  decode(chunk: Chunk, out: (one: Decoded) => void): void;
}
