import { type Choice, optionsOf } from "../blocks/choice.ts";
import type { Interactive } from "../blocks/find-elements.ts";
import { confirmed } from "./confirm-dialog.ts";
import { h } from "./dom.ts";
import { textView, withEmoji } from "./mrkdwn-view.ts";
import { pressed } from "./press-view.ts";
import { choiceOn, keepChoice, type Surface } from "./surface.ts";

/** What keeps a value: menus, checkboxes, pickers, text inputs. */
export type Field = Exclude<Interactive, { type: "button" | "overflow" | "feedback_buttons" | "icon_button" }>;

/** How a field stands in its block: in an input block it has the label's id, and tells the app only if the block says so. */
export interface Standing {
  readonly blockId: string;
  readonly label: string;
  readonly dispatches: boolean;
}

export function fieldView(field: Field, standing: Standing, surface: Surface): HTMLElement {
  const { blockId, dispatches } = standing;
  const chosen = choiceOn(surface, blockId, field);
  const onChange = async (choice: Choice, control: HTMLElement) => {
    if (dispatches && "confirm" in field && !(await confirmed(field.confirm, surface))) return;
    keepChoice(surface, blockId, field, choice);
    if (dispatches) await pressed(control, surface, blockId, field, choice);
  };
  const view = controlView(field, chosen, standing, surface, onChange);
  view.dataset["actionId"] = field.action_id;
  view.dataset["dispatches"] = String(dispatches);
  return view;
}

function controlView(
  field: Field,
  chosen: Choice,
  standing: Standing,
  surface: Surface,
  onChange: OnChange,
): HTMLElement {
  switch (field.type) {
    case "checkboxes":
    case "radio_buttons":
      return choicesView(field, chosen, standing, surface, onChange);
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
      return textInputView(field, chosen, standing, surface, onChange);
    case "datepicker":
    case "timepicker":
    case "datetimepicker":
      return pickerView(field, chosen, standing, onChange);
    case "static_select":
    case "users_select":
    case "channels_select":
    case "conversations_select":
      return selectView(field, chosen, standing, surface, onChange);
    default:
      return multiSelectView(field, chosen, standing, surface, onChange);
  }
}

type OnChange = (choice: Choice, control: HTMLElement) => Promise<void>;
type Of<Type extends Field["type"]> = Extract<Field, { type: Type }>;

function choicesView(
  field: Of<"checkboxes" | "radio_buttons">,
  chosen: Choice,
  { blockId, label }: Standing,
  surface: Surface,
  onChange: OnChange,
): HTMLElement {
  const isRadio = field.type === "radio_buttons";
  const set = h("fieldset", { class: "choices", "aria-label": label });
  for (const option of field.options) {
    const control = h("input", {
      type: isRadio ? "radio" : "checkbox",
      name: `${surface.place} ${blockId} ${field.action_id}`,
      value: option.value,
      checked: isRadio ? chosen === option.value : (chosen ?? []).includes(option.value),
    });
    set.append(
      h(
        "label",
        {},
        control,
        h(
          "span",
          {},
          textView(option.text, surface),
          option.description !== undefined && h("small", {}, textView(option.description, surface)),
        ),
      ),
    );
  }
  set.addEventListener("change", () => {
    const values = [...set.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => value);
    void onChange(isRadio ? (values[0] ?? null) : values, set);
  });
  return h("div", { class: "pressable" }, set);
}

const INPUT_TYPES = {
  plain_text_input: "text",
  email_text_input: "email",
  url_text_input: "url",
  number_input: "text",
} as const;

function textInputView(
  field: Of<keyof typeof INPUT_TYPES>,
  chosen: Choice,
  { blockId, label, dispatches }: Standing,
  surface: Surface,
  onChange: OnChange,
): HTMLElement {
  const attributes = {
    class: "field",
    "aria-label": label,
    placeholder: field.placeholder?.text,
    maxlength: field.type === "plain_text_input" ? field.max_length : null,
    inputmode: field.type === "number_input" ? "decimal" : null,
    autofocus: field.focus_on_load,
    autocomplete: "off",
  };
  const multiline = field.type === "plain_text_input" && field.multiline === true;
  const control = multiline
    ? h("textarea", { ...attributes, rows: 4 })
    : h("input", { ...attributes, type: INPUT_TYPES[field.type] });
  control.value = typeof chosen === "string" ? chosen : "";
  const triggers = field.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  control.addEventListener("input", () => {
    if (triggers.includes("on_character_entered")) void onChange(control.value, control);
    else keepChoice(surface, blockId, field, control.value);
  });
  control.addEventListener("keydown", (event) => {
    if (
      event instanceof KeyboardEvent &&
      event.key === "Enter" &&
      !multiline &&
      triggers.includes("on_enter_pressed")
    ) {
      // What tells the app by itself does not submit the view as well.
      if (dispatches) event.preventDefault();
      void onChange(control.value, control);
    }
  });
  return h("div", { class: "pressable" }, control);
}

const PICKER_TYPES = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" } as const;

/** The browser's own pickers; a date with a time is in the browser's zone, as it is in Slack's client. */
function pickerView(
  field: Of<keyof typeof PICKER_TYPES>,
  chosen: Choice,
  { label }: Standing,
  onChange: OnChange,
): HTMLElement {
  const control = h("input", { class: "field", type: PICKER_TYPES[field.type], "aria-label": label });
  if (typeof chosen === "string")
    control.value = field.type === "datetimepicker" ? localDateTime(Number(chosen)) : chosen;
  control.addEventListener("change", () => {
    const { value } = control;
    const isEpoch = field.type === "datetimepicker" && value !== "";
    void onChange(value === "" ? null : isEpoch ? String(Date.parse(value) / 1000) : value, control);
  });
  return h("div", { class: "pressable" }, control);
}

function localDateTime(epochS: number): string {
  const local = new Date(epochS * 1000);
  return new Date(local.getTime() - local.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function selectView(
  field: Of<"static_select" | "users_select" | "channels_select" | "conversations_select">,
  chosen: Choice,
  { label }: Standing,
  surface: Surface,
  onChange: OnChange,
): HTMLElement {
  const control = h("select", { class: "field", "aria-label": label });
  control.append(h("option", { value: "" }, field.placeholder?.text ?? "Select an item"));
  if (field.type === "static_select" && field.option_groups !== undefined) {
    for (const group of field.option_groups) {
      const entries = group.options.map(({ text, value }) => h("option", { value }, withEmoji(text.text)));
      control.append(h("optgroup", { label: group.label.text }, ...entries));
    }
  } else {
    for (const [value, text] of entriesOf(field, surface)) control.append(h("option", { value }, text));
  }
  control.value = typeof chosen === "string" ? chosen : "";
  control.addEventListener("change", () => void onChange(control.value === "" ? null : control.value, control));
  return h("div", { class: "pressable" }, control);
}

function multiSelectView(
  field: Of<"multi_static_select" | "multi_users_select" | "multi_channels_select" | "multi_conversations_select">,
  chosen: Choice,
  { label }: Standing,
  surface: Surface,
  onChange: OnChange,
): HTMLElement {
  const summary = h("summary", { class: "field" });
  const list = h("fieldset", { class: "choices", "aria-label": label });
  const details = h("details", { class: "multi-select" }, summary, list);
  for (const [value, text] of entriesOf(field, surface)) {
    const checked = (chosen ?? []).includes(value);
    list.append(h("label", {}, h("input", { type: "checkbox", value, checked }), h("span", {}, text)));
  }
  const show = () => {
    const picked = [...list.querySelectorAll<HTMLInputElement>("input:checked")];
    const names = picked.map((input) => input.parentElement?.textContent ?? input.value);
    summary.textContent = names.length === 0 ? (field.placeholder?.text ?? "Select items") : names.join(", ");
    return picked.map(({ value }) => value);
  };
  show();
  list.addEventListener("change", () => void onChange(show(), details));
  return h("div", { class: "pressable" }, details);
}

function entriesOf(field: Field, { people, channels }: Surface): (readonly [value: string, text: string])[] {
  switch (field.type) {
    case "users_select":
    case "multi_users_select":
      return people.map(({ id, realName }) => [id, realName]);
    case "channels_select":
    case "multi_channels_select":
    case "conversations_select":
    case "multi_conversations_select":
      return channels.map(({ id, name }) => [id, `#${name}`]);
    default:
      return optionsOf(field).map(({ text, value }) => [value, withEmoji(text.text)]);
  }
}
