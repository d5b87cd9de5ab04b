import type { ContextBlock, SectionBlock } from "@slack/types";
import { verbatim } from "./verbatim.ts";

export function section(text: string): SectionBlock {
  return { type: "section", text: verbatim(text) };
}

export function context(texts: readonly string[]): ContextBlock {
  return { type: "context", elements: texts.map(verbatim) };
}
