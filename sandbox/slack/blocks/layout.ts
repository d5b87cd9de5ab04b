import { z } from "zod";
import { blockId } from "./block-id.ts";
import { dataTable, dataVisualization, table } from "./data-blocks.ts";
import * as element from "./elements.ts";
import { LIMITS } from "./limits.ts";
import { richText } from "./rich-text.ts";
import { anyText, characters, mrkdwnText, plainText } from "./text-objects.ts";

/**
 * The blocks, and which elements each may hold: https://docs.slack.dev/reference/block-kit/blocks. Not built, and so
 * refused as an unknown type: video, file and call blocks. Slack makes up missing ids; so does parsing here.
 */
const menus = [
  element.checkboxes,
  element.radioButtons,
  element.datepicker,
  element.timepicker,
  element.staticSelect,
  element.multiStaticSelect,
  element.usersSelect,
  element.multiUsersSelect,
  element.channelsSelect,
  element.multiChannelsSelect,
  element.conversationsSelect,
  element.multiConversationsSelect,
] as const;

const section = z
  .strictObject({
    type: z.literal("section"),
    block_id: blockId,
    text: anyText(LIMITS.section.text).optional(),
    fields: z.array(anyText(LIMITS.section.field)).min(1).max(LIMITS.section.fields).optional(),
    accessory: z.discriminatedUnion("type", [element.button, element.image, element.overflow, ...menus]).optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, {
    error: "must define either `text` or `fields` as an object",
  });

const actions = z.strictObject({
  type: z.literal("actions"),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion("type", [element.button, element.overflow, element.datetimepicker, ...menus]))
    .min(1)
    .max(LIMITS.actions.elements),
});

const context = z.strictObject({
  type: z.literal("context"),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion("type", [element.image, plainText(), mrkdwnText()]))
    .min(1)
    .max(LIMITS.context.elements),
});

const divider = z.strictObject({ type: z.literal("divider"), block_id: blockId });

const header = z.strictObject({ type: z.literal("header"), block_id: blockId, text: plainText(LIMITS.header.text) });

const image = z
  .strictObject({
    type: z.literal("image"),
    block_id: blockId,
    ...element.imageSource,
    title: plainText(LIMITS.image.title).optional(),
  })
  .refine(element.hasOneSource, element.ONE_SOURCE);

const inputFields = {
  type: z.literal("input"),
  block_id: blockId,
  label: plainText(LIMITS.input.label),
  hint: plainText(LIMITS.input.hint).optional(),
  optional: z.boolean().default(false),
  dispatch_action: z.boolean().default(false),
};
/** In a message an input block takes fewer elements than in a modal. */
const messageInput = z.strictObject({
  ...inputFields,
  element: z.discriminatedUnion("type", [element.plainTextInput, element.datetimepicker, ...menus]),
});
const modalInput = z.strictObject({
  ...inputFields,
  element: z.discriminatedUnion("type", [
    element.plainTextInput,
    element.emailInput,
    element.urlInput,
    element.numberInput,
    element.datetimepicker,
    ...menus,
  ]),
});

const richTextBlock = z.strictObject({ ...richText.shape, block_id: blockId });

const markdown = z.strictObject({
  type: z.literal("markdown"),
  block_id: blockId,
  text: characters(LIMITS.message.markdownText, 1),
});

const alert = z.strictObject({
  type: z.literal("alert"),
  block_id: blockId,
  text: anyText(LIMITS.alert.text),
  level: z.enum(["default", "info", "warning", "error", "success"]).default("default"),
});

const contextActions = z.strictObject({
  type: z.literal("context_actions"),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion("type", [element.feedbackButtons, element.iconButton]))
    .min(1)
    .max(LIMITS.contextActions.elements),
});

const card = z
  .strictObject({
    type: z.literal("card"),
    block_id: blockId,
    hero_image: element.image.optional(),
    icon: element.image.optional(),
    title: mrkdwnText(LIMITS.card.title).optional(),
    subtitle: mrkdwnText(LIMITS.card.subtitle).optional(),
    body: mrkdwnText(LIMITS.card.body).optional(),
    actions: z.array(element.button).min(1).max(LIMITS.card.actions).optional(),
  })
  .refine(
    ({ hero_image, title, actions, body }) => [hero_image, title, actions, body].some((one) => one !== undefined),
    {
      error: "must define at least one of `hero_image`, `title`, `actions` and `body`",
    },
  );

const carousel = z.strictObject({
  type: z.literal("carousel"),
  block_id: blockId,
  elements: z.array(card).min(1).max(LIMITS.carousel.cards),
});

const taskCard = z.strictObject({
  type: z.literal("task_card"),
  block_id: blockId,
  task_id: z.string(),
  title: z.string(),
  status: z.enum(["pending", "in_progress", "complete", "error"]),
  details: richText.optional(),
  output: richText.optional(),
  sources: z
    .array(z.strictObject({ type: z.literal("url"), url: characters(LIMITS.source.url, 1), text: z.string() }))
    .optional(),
});

const plan = z.strictObject({
  type: z.literal("plan"),
  block_id: blockId,
  title: z.string(),
  tasks: z.array(taskCard).max(LIMITS.plan.tasks).optional(),
});

const container = z
  .strictObject({
    type: z.literal("container"),
    block_id: blockId,
    title: plainText(LIMITS.container.title).optional(),
    rich_text_title: richText.optional(),
    subtitle: anyText(LIMITS.container.subtitle).optional(),
    icon: element.image.optional(),
    child_blocks: z
      .array(
        z.discriminatedUnion("type", [
          actions,
          context,
          divider,
          header,
          image,
          messageInput,
          richTextBlock,
          section,
          table,
        ]),
      )
      .min(1)
      .max(LIMITS.container.children),
    width: z.enum(["narrow", "standard", "wide", "full"]).default("standard"),
    is_collapsible: z.boolean().default(false),
    default_collapsed: z.boolean().default(false),
    has_header_divider: z.boolean().default(false),
  })
  .refine(({ title, rich_text_title }) => title !== undefined || rich_text_title !== undefined, {
    error: "must define either `title` or `rich_text_title`",
  });

/** On every surface. Which block may be where: https://docs.slack.dev/blocks.json */
const everywhere = [section, actions, context, divider, header, image, richTextBlock] as const;

export const messageBlock = z.discriminatedUnion("type", [
  ...everywhere,
  messageInput,
  markdown,
  contextActions,
  card,
  carousel,
  container,
  taskCard,
  plan,
  table,
  dataTable,
  dataVisualization,
]);

export const modalBlock = z.discriminatedUnion("type", [...everywhere, modalInput, alert]);

/** A block that was checked: limits hold, ids are there. */
export type Block = z.output<typeof messageBlock> | z.output<typeof modalBlock>;
export type BlockOf<Type extends Block["type"]> = Extract<Block, { type: Type }>;
export type InputElement = BlockOf<"input">["element"];
