import { z } from "zod";
import { secret } from "../identifiers.ts";
import { LIMITS } from "./limits.ts";
import { characters, choiceOption, confirmation, option, overflowOption, plainText } from "./text-objects.ts";

/**
 * Block elements: https://docs.slack.dev/reference/block-kit/block-elements. Not built, and so refused as an unknown
 * type: external selects, file_input, rich_text_input and workflow_button.
 */
const actionId = characters(LIMITS.actionId, 1).default(() => secret(3));
const confirm = confirmation.optional();
const placeholder = plainText(LIMITS.placeholder).optional();
const focus_on_load = z.boolean().optional();
const accessibility_label = characters(LIMITS.button.accessibilityLabel).optional();
const value = characters(LIMITS.button.value).optional();

const webUrl = (max: number) => characters(max, 1).regex(/^https?:\/\/\S+$/, { error: "must be a valid URL" });

/** An image's source: a URL, or a file of this workspace by its id or URL. */
export const imageSource = {
  image_url: webUrl(LIMITS.image.url).optional(),
  slack_file: z.union([z.strictObject({ id: z.string() }), z.strictObject({ url: z.string() })]).optional(),
  alt_text: characters(LIMITS.image.altText),
};

export function hasOneSource({ image_url, slack_file }: { image_url?: unknown; slack_file?: unknown }): boolean {
  return (image_url === undefined) !== (slack_file === undefined);
}

export const ONE_SOURCE = { error: "must define either `image_url` or `slack_file`" };

export const image = z.strictObject({ type: z.literal("image"), ...imageSource }).refine(hasOneSource, ONE_SOURCE);

export const button = z.strictObject({
  type: z.literal("button"),
  text: plainText(LIMITS.button.text),
  action_id: actionId,
  url: webUrl(LIMITS.button.url).optional(),
  value,
  style: z.enum(["primary", "danger"]).optional(),
  confirm,
  accessibility_label,
});

export const overflow = z.strictObject({
  type: z.literal("overflow"),
  action_id: actionId,
  options: z.array(overflowOption).min(1).max(LIMITS.overflow.options),
  confirm,
});

export const checkboxes = z.strictObject({
  type: z.literal("checkboxes"),
  action_id: actionId,
  options: z.array(choiceOption).min(1).max(LIMITS.choices.options),
  initial_options: z.array(choiceOption).min(1).optional(),
  confirm,
  focus_on_load,
});

export const radioButtons = z.strictObject({
  type: z.literal("radio_buttons"),
  action_id: actionId,
  options: z.array(choiceOption).min(1).max(LIMITS.choices.options),
  initial_option: choiceOption.optional(),
  confirm,
  focus_on_load,
});

const selectFields = { action_id: actionId, placeholder, confirm, focus_on_load };
const max_selected_items = z.int().min(1).optional();
const optionLists = {
  options: z.array(option).min(1).max(LIMITS.select.options).optional(),
  option_groups: z
    .array(
      z.strictObject({
        label: plainText(LIMITS.select.groupLabel),
        options: z.array(option).min(1).max(LIMITS.select.options),
      }),
    )
    .max(LIMITS.select.groups)
    .optional(),
};
const filter = z
  .strictObject({
    include: z
      .array(z.enum(["im", "mpim", "private", "public"]))
      .min(1)
      .optional(),
    exclude_external_shared_channels: z.boolean().optional(),
    exclude_bot_users: z.boolean().optional(),
  })
  .optional();

export const staticSelect = z.strictObject({
  type: z.literal("static_select"),
  ...selectFields,
  ...optionLists,
  initial_option: option.optional(),
});
export const multiStaticSelect = z.strictObject({
  type: z.literal("multi_static_select"),
  ...selectFields,
  ...optionLists,
  initial_options: z.array(option).min(1).optional(),
  max_selected_items,
});
export const usersSelect = z.strictObject({
  type: z.literal("users_select"),
  ...selectFields,
  initial_user: z.string().optional(),
});
export const multiUsersSelect = z.strictObject({
  type: z.literal("multi_users_select"),
  ...selectFields,
  initial_users: z.array(z.string()).optional(),
  max_selected_items,
});
export const channelsSelect = z.strictObject({
  type: z.literal("channels_select"),
  ...selectFields,
  initial_channel: z.string().optional(),
});
export const multiChannelsSelect = z.strictObject({
  type: z.literal("multi_channels_select"),
  ...selectFields,
  initial_channels: z.array(z.string()).optional(),
  max_selected_items,
});
export const conversationsSelect = z.strictObject({
  type: z.literal("conversations_select"),
  ...selectFields,
  initial_conversation: z.string().optional(),
  default_to_current_conversation: z.boolean().optional(),
  filter,
});
export const multiConversationsSelect = z.strictObject({
  type: z.literal("multi_conversations_select"),
  ...selectFields,
  initial_conversations: z.array(z.string()).optional(),
  default_to_current_conversation: z.boolean().optional(),
  max_selected_items,
  filter,
});

export const datepicker = z.strictObject({
  type: z.literal("datepicker"),
  ...selectFields,
  initial_date: z.iso.date().optional(),
});
export const timepicker = z.strictObject({
  type: z.literal("timepicker"),
  ...selectFields,
  initial_time: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  timezone: z.string().optional(),
});
export const datetimepicker = z.strictObject({
  type: z.literal("datetimepicker"),
  action_id: actionId,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
  confirm,
  focus_on_load,
});

const inputFields = {
  action_id: actionId,
  placeholder,
  focus_on_load,
  initial_value: z.string().optional(),
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z
        .array(z.enum(["on_enter_pressed", "on_character_entered"]))
        .min(1)
        .max(2),
    })
    .optional(),
};

export const plainTextInput = z.strictObject({
  type: z.literal("plain_text_input"),
  ...inputFields,
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(LIMITS.plainTextInput.length).optional(),
  max_length: z.int().min(1).max(LIMITS.plainTextInput.length).optional(),
});
export const emailInput = z.strictObject({ type: z.literal("email_text_input"), ...inputFields });
export const urlInput = z.strictObject({ type: z.literal("url_text_input"), ...inputFields });
export const numberInput = z.strictObject({
  type: z.literal("number_input"),
  ...inputFields,
  is_decimal_allowed: z.boolean(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
});

const feedbackButton = z.strictObject({
  text: plainText(LIMITS.button.text),
  value: characters(LIMITS.button.value),
  accessibility_label,
});
export const feedbackButtons = z.strictObject({
  type: z.literal("feedback_buttons"),
  action_id: actionId,
  positive_button: feedbackButton,
  negative_button: feedbackButton,
});
export const iconButton = z.strictObject({
  type: z.literal("icon_button"),
  action_id: actionId,
  icon: z.string(),
  text: plainText(),
  value,
  accessibility_label,
  visible_to_user_ids: z.array(z.string()).max(LIMITS.iconButton.visibleTo).optional(),
  confirm,
});

export type Image = z.output<typeof image>;
export type Button = z.output<typeof button>;
export type Overflow = z.output<typeof overflow>;
