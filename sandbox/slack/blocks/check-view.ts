import { z } from "zod";
import { type Checked, checkBlocks } from "./check-blocks.ts";
import type { Block } from "./layout.ts";
import { LIMITS } from "./limits.ts";
import { problemsOf } from "./problems.ts";
import { characters, type PlainText, plainText } from "./text-objects.ts";

/** A modal as an app sends it. Home tabs (`"type": "home"`, views.publish) are not built. */
export interface ModalView {
  readonly title: PlainText;
  readonly submit: PlainText | null;
  readonly close: PlainText | null;
  readonly blocks: readonly Block[];
  readonly private_metadata: string;
  readonly callback_id: string;
  readonly external_id: string;
  readonly clear_on_close: boolean;
  readonly notify_on_close: boolean;
}

const envelope = z.strictObject({
  type: z.literal("modal"),
  title: plainText(LIMITS.view.title),
  submit: plainText(LIMITS.view.submit).nullable().default(null),
  close: plainText(LIMITS.view.close).nullable().default(null),
  blocks: z.array(z.unknown()),
  private_metadata: characters(LIMITS.view.privateMetadata).default(""),
  callback_id: characters(LIMITS.view.callbackId).default(""),
  external_id: characters(LIMITS.view.externalId).default(""),
  clear_on_close: z.boolean().default(false),
  notify_on_close: z.boolean().default(false),
});

/** https://docs.slack.dev/reference/views/modal-views */
export function checkView(input: unknown): Checked<ModalView> {
  const parsed = envelope.safeParse(input);
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error, input, "/view") };
  const { type, ...view } = parsed.data;
  const blocks = checkBlocks(view.blocks, type, "/view/blocks");
  if (!blocks.ok) return blocks;
  if (view.submit === null && blocks.value.some((block) => block.type === "input")) {
    const message = "must define `submit` to use an `input` block in modals";
    return { ok: false, problems: [{ message, pointer: "/view" }] };
  }
  return { ok: true, value: { ...view, blocks: blocks.value } };
}
