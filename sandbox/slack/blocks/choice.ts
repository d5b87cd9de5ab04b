import type { Interactive } from "./find-elements.ts";
import type { ChoiceOption, Option } from "./text-objects.ts";

/**
 * What a person has put into an element, in one plain form for all of them: an option's value, a user or channel id, a
 * date ("2026-11-22"), a time ("02:30"), epoch seconds, typed text; a list of those for elements that take several;
 * null for nothing. Slack's typed form, with its dozen field names, is made from it here.
 */
export type Choice = string | readonly string[] | null;

/** `state.values[block_id][action_id]` in payloads. */
export type StateValue = { readonly type: string } & Readonly<Record<string, unknown>>;

/** What the element holds before anybody touches it. */
export function initialChoice(element: Interactive): Choice {
  switch (element.type) {
    case "button":
    case "overflow":
    case "feedback_buttons":
    case "icon_button":
      return null;
    case "static_select":
    case "radio_buttons":
      return element.initial_option?.value ?? null;
    case "multi_static_select":
    case "checkboxes":
      return (element.initial_options ?? []).map(({ value }) => value);
    case "users_select":
      return element.initial_user ?? null;
    case "multi_users_select":
      return element.initial_users ?? [];
    case "channels_select":
      return element.initial_channel ?? null;
    case "multi_channels_select":
      return element.initial_channels ?? [];
    case "conversations_select":
      return element.initial_conversation ?? null;
    case "multi_conversations_select":
      return element.initial_conversations ?? [];
    case "datepicker":
      return element.initial_date ?? null;
    case "timepicker":
      return element.initial_time ?? null;
    case "datetimepicker":
      return element.initial_date_time === undefined ? null : String(element.initial_date_time);
    default:
      return element.initial_value ?? null;
  }
}

/** The element's value as Slack sends it; null for what keeps no value (a button, an overflow menu). */
export function stateValue(element: Interactive, choice: Choice): StateValue | null {
  const { type } = element;
  const one = typeof choice === "string" && choice !== "" ? choice : null;
  const several = typeof choice === "string" ? [choice] : (choice ?? []);
  switch (element.type) {
    case "button":
    case "overflow":
    case "feedback_buttons":
    case "icon_button":
      return null;
    case "static_select":
    case "radio_buttons":
      return { type, selected_option: one === null ? null : chosenOption(element, one) };
    case "multi_static_select":
    case "checkboxes":
      return { type, selected_options: several.map((value) => chosenOption(element, value)) };
    case "users_select":
      return { type, selected_user: one };
    case "multi_users_select":
      return { type, selected_users: several };
    case "channels_select":
      return { type, selected_channel: one };
    case "multi_channels_select":
      return { type, selected_channels: several };
    case "conversations_select":
      return { type, selected_conversation: one };
    case "multi_conversations_select":
      return { type, selected_conversations: several };
    case "datepicker":
      return { type, selected_date: one };
    case "timepicker":
      return { type, selected_time: one };
    case "datetimepicker":
      return { type, selected_date_time: one === null ? null : Number(one) };
    default:
      return { type, value: one };
  }
}

export function optionsOf(element: Interactive): readonly (Option | ChoiceOption)[] {
  if (element.type === "static_select" || element.type === "multi_static_select") {
    return element.options ?? (element.option_groups ?? []).flatMap(({ options }) => options);
  }
  return "options" in element ? element.options : [];
}

/** Throws when the menu has no such option: a person cannot choose what is not there. */
function chosenOption(element: Interactive, value: string): Option | ChoiceOption {
  const option = optionsOf(element).find((one) => one.value === value);
  if (option === undefined) throw new Error(`${element.action_id} has no option "${value}"`);
  return option;
}

/** What Slack's client says under an input before it sends anything; null when nothing is wrong. The wordings are ours. */
export function mistakeIn(element: Interactive, choice: Choice, optional: boolean): string | null {
  const value = typeof choice === "string" ? choice.trim() : choice;
  if (value === null || value.length === 0) return optional ? null : "Please complete this required field.";
  if (typeof value !== "string") {
    const most = "max_selected_items" in element ? element.max_selected_items : undefined;
    return most !== undefined && value.length > most ? `Please choose at most ${most}.` : null;
  }
  switch (element.type) {
    case "plain_text_input":
      return lengthMistake([...value].length, element.min_length ?? 0, element.max_length ?? 3000);
    case "email_text_input":
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : "Please enter a valid email address.";
    case "url_text_input":
      return URL.canParse(value) ? null : "Please enter a valid URL.";
    case "number_input":
      return numberMistake(value, element);
    default:
      return null;
  }
}

function lengthMistake(length: number, least: number, most: number): string | null {
  if (length < least) return `Please enter at least ${least} characters.`;
  return length > most ? `Please enter at most ${most} characters.` : null;
}

function numberMistake(value: string, element: Extract<Interactive, { type: "number_input" }>): string | null {
  const number = Number(value);
  if (!Number.isFinite(number)) return "Please enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Please enter a whole number.";
  if (number < Number(element.min_value ?? -Infinity)) return `Please enter ${element.min_value} or more.`;
  return number > Number(element.max_value ?? Infinity) ? `Please enter ${element.max_value} or less.` : null;
}
