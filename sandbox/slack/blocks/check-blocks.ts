import { z } from "zod";
import { findElements } from "./find-elements.ts";
import { type Block, messageBlock, modalBlock } from "./layout.ts";
import { LIMITS } from "./limits.ts";
import { type Problem, problemsOf } from "./problems.ts";
import { textLength } from "./text-length.ts";

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const schemas = {
  message: z.array(messageBlock).max(LIMITS.message.blocks),
  modal: z.array(modalBlock).max(LIMITS.view.blocks),
};

/** Blocks as an app sends them, held against Slack's rules for the surface; `at` is the JSON pointer to them. */
export function checkBlocks(input: unknown, surface: keyof typeof schemas, at: string): Checked<Block[]> {
  const parsed = schemas[surface].safeParse(input);
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error, input, at) };
  const blocks = parsed.data;
  const problems = [...repeatedIds(blocks, at), ...tooMany(blocks, at), ...focusProblems(blocks, at)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: blocks };
}

/** Slack answers `msg_blocks_too_long` then, and not `invalid_blocks`. */
export function isTooLongForMessage(blocks: readonly Block[]): boolean {
  return textLength(blocks) > LIMITS.message.totalText;
}

function repeatedIds(blocks: readonly Block[], at: string): Problem[] {
  const problems: Problem[] = [];
  const blockIds = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    if (blockIds.has(block.block_id)) {
      problems.push({ message: `block_id "${block.block_id}" already exists`, pointer: `${at}/${index}/block_id` }); // our wording
    }
    blockIds.add(block.block_id);
    const actionIds = new Set<string>();
    for (const { block: inner, element } of findElements([block])) {
      const key = JSON.stringify([inner.block_id, element.action_id]);
      if (actionIds.has(key)) {
        problems.push({
          message: `action_id "${element.action_id}" already exists for block_id "${inner.block_id}"`,
          pointer: `${at}/${index}`,
        });
      }
      actionIds.add(key);
    }
  }
  return problems;
}

function tooMany(blocks: readonly Block[], at: string): Problem[] {
  const tables = blocks
    .flatMap((block) => (block.type === "container" ? block.child_blocks : [block]))
    .filter(({ type }) => type === "table" || type === "data_table");
  const charts = blocks.filter(({ type }) => type === "data_visualization");
  const markdown = blocks.flatMap((block) => (block.type === "markdown" ? [...block.text] : []));
  const problems: Problem[] = [];
  if (tables.length > LIMITS.message.tables) problems.push({ message: "only_one_table_allowed", pointer: at });
  if (charts.length > LIMITS.message.charts) {
    problems.push({ message: `no more than ${LIMITS.message.charts} data_visualization blocks allowed`, pointer: at }); // our wording
  }
  if (markdown.length > LIMITS.message.markdownText) {
    problems.push({ message: `must be less than ${LIMITS.message.markdownText + 1} characters`, pointer: at });
  }
  return problems;
}

function focusProblems(blocks: readonly Block[], at: string): Problem[] {
  const focused = findElements(blocks).filter(({ element }) => "focus_on_load" in element && element.focus_on_load);
  return focused.length > 1 ? [{ message: "only one element may set `focus_on_load`", pointer: at }] : []; // our wording
}
