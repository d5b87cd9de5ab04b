import { z } from "zod";
import { checkBlocks, isTooLongForMessage } from "../blocks/check-blocks.ts";
import type { Block } from "../blocks/layout.ts";
import { objectsIn } from "../blocks/objects-in.ts";
import type { Problem } from "../blocks/problems.ts";
import type { MessageMetadata } from "../message.ts";
import type { Workspace } from "../workspace.ts";
import { structure } from "./argument-types.ts";
import { Refusal, refusalFor } from "./refusal.ts";

/** The arguments that say what a message shows. Attachments, the legacy of blocks, are not built: see `checkContent`. */
export const contentArguments = {
  text: z.string().optional(),
  blocks: structure.optional(),
  attachments: structure.optional(),
  metadata: structure.optional(),
};

type Given = z.output<z.ZodObject<typeof contentArguments>>;

/** What is undefined was not given; an empty `blocks` was. */
export interface Content {
  readonly text: string | undefined;
  readonly blocks: readonly Block[] | undefined;
  readonly metadata: MessageMetadata | null | undefined;
}

/** Holds a message's content against Slack's rules. Empty metadata (`{}`) is null: it removes what there is. */
export function checkContent(workspace: Workspace, given: Given): Content {
  if (Array.isArray(given.attachments) && given.attachments.length > 0) {
    throw refusalFor("invalid_attachments", [{ message: "this workspace takes blocks only", pointer: "/attachments" }]);
  }
  return {
    text: given.text,
    blocks: messageBlocks(workspace, given.blocks),
    metadata: messageMetadata(given.metadata),
  };
}

/** Content for a new message, which needs something to show. */
export function checkNewContent(workspace: Workspace, given: Given): Content & { readonly text: string } {
  const content = checkContent(workspace, given);
  const { text = "", blocks = [] } = content;
  if (text === "" && blocks.length === 0) throw new Refusal("no_text");
  return { ...content, text };
}

/** A draft's optional fields, present only where the content has them. */
export function draftFields({ blocks, metadata }: Content): { blocks?: readonly Block[]; metadata?: MessageMetadata } {
  return {
    ...(blocks === undefined || blocks.length === 0 ? {} : { blocks }),
    ...(metadata === undefined || metadata === null ? {} : { metadata }),
  };
}

function messageBlocks(workspace: Workspace, given: unknown): readonly Block[] | undefined {
  if (given === undefined || given === null || given === "") return undefined;
  if (!Array.isArray(given)) throw new Refusal("invalid_blocks_format");
  const checked = checkBlocks(given, "message", "/blocks");
  if (!checked.ok) {
    const tables = checked.problems.some(({ message }) => message === "only_one_table_allowed");
    throw refusalFor(tables ? "invalid_attachments" : "invalid_blocks", checked.problems);
  }
  const lost = unknownFiles(workspace, checked.value);
  if (lost.length > 0) throw refusalFor("invalid_blocks", lost);
  if (isTooLongForMessage(checked.value)) throw new Refusal("msg_blocks_too_long");
  return checked.value;
}

const slackFile = z.union([z.object({ id: z.string() }), z.object({ url: z.string() })]);

/** Images in blocks may show a file of the workspace; one that is not there is refused. */
export function unknownFiles({ files }: Workspace, blocks: readonly Block[]): Problem[] {
  const uploaded = [...files.values()].filter(({ completed }) => completed).map(({ object }) => object);
  const problems: Problem[] = [];
  for (const { slack_file } of objectsIn(blocks)) {
    const wanted = slackFile.safeParse(slack_file).data;
    if (wanted === undefined) continue;
    const isThere = uploaded.some(({ id, url_private }) =>
      "id" in wanted ? id === wanted.id : url_private === wanted.url,
    );
    if (!isThere) problems.push({ message: "invalid slack file", pointer: "/blocks" });
  }
  return problems;
}

const metadataSchema = z.object({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.unknown()) });

function messageMetadata(given: unknown): MessageMetadata | null | undefined {
  if (given === undefined || given === "") return undefined;
  if (typeof given === "object" && given !== null && Object.keys(given).length === 0) return null;
  const parsed = metadataSchema.safeParse(given);
  if (!parsed.success) throw new Refusal("invalid_metadata_format");
  return parsed.data;
}
