import type { KnownBlock } from "@slack/types";

/** A message: its blocks, and the text that lock screens and screen readers get instead of them. */
export interface Words {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}
