import { z } from "zod";
import { LIMITS } from "./limits.ts";

/** A string of `min` to `max` characters; Slack counts code points, so an emoji is one. */
export function characters(max: number, min = 0) {
  return z.string().check((context) => {
    const length = [...context.value].length;
    const { value: input, issues } = context;
    if (length > max) issues.push({ code: "too_big", origin: "string", maximum: max, inclusive: true, input });
    if (length < min) issues.push({ code: "too_small", origin: "string", minimum: min, inclusive: true, input });
  });
}

export function plainText(max: number = LIMITS.text, min = 1) {
  return z.strictObject({
    type: z.literal("plain_text"),
    text: characters(max, min),
    emoji: z.boolean().default(true),
  });
}

export function mrkdwnText(max: number = LIMITS.text, min = 1) {
  return z.strictObject({
    type: z.literal("mrkdwn"),
    text: characters(max, min),
    verbatim: z.boolean().default(false),
  });
}

export function anyText(max: number = LIMITS.text) {
  return z.discriminatedUnion("type", [plainText(max), mrkdwnText(max)]);
}

export type PlainText = z.output<ReturnType<typeof plainText>>;
export type MrkdwnText = z.output<ReturnType<typeof mrkdwnText>>;
export type AnyText = PlainText | MrkdwnText;

export const confirmation = z.strictObject({
  title: plainText(LIMITS.confirm.title).optional(),
  text: anyText(LIMITS.confirm.text),
  confirm: plainText(LIMITS.confirm.button).optional(),
  deny: plainText(LIMITS.confirm.button).optional(),
  style: z.enum(["primary", "danger"]).optional(),
});

export type Confirmation = z.output<typeof confirmation>;

const optionFields = {
  value: characters(LIMITS.option.value),
  description: plainText(LIMITS.option.description).optional(),
};

/** An option of a select menu or overflow menu: plain text only; `url` is for overflow menus alone. */
export const option = z.strictObject({ text: plainText(LIMITS.option.text), ...optionFields });
export const overflowOption = option.extend({ url: characters(LIMITS.option.url).optional() });
/** An option of checkboxes and radio buttons, whose text may be mrkdwn. */
export const choiceOption = z.strictObject({
  text: anyText(LIMITS.option.text),
  value: optionFields.value,
  description: anyText(LIMITS.option.description).optional(),
});

export type Option = z.output<typeof option>;
export type ChoiceOption = z.output<typeof choiceOption>;
