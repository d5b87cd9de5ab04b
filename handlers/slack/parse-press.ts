import { z } from "zod";
import { Fault } from "../../src/fault.ts";
import { aimText, MOST_FIND, parseAim } from "../../src/press.ts";
import { chosenIn } from "../../src/say/button.ts";
import { ANSWER } from "../../src/say/press-answers.ts";
import type { Pressed } from "./handler.ts";

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const BlockActions = z.looseObject({
  user: z.looseObject({ id: z.string() }),
  trigger_id: z.string(),
  channel: z.looseObject({ id: z.string() }).nullish(),
  response_url: z.string().nullish(),
  container: z.looseObject({ thread_ts: z.string().nullish() }).nullish(),
  view: z.looseObject({ id: z.string(), private_metadata: z.string().nullish() }).nullish(),
  actions: z
    .array(
      z.looseObject({
        type: z.string().nullish(),
        action_id: z.string(),
        action_ts: z.string().nullish(),
        value: z.string().nullish(),
        selected_option: z.looseObject({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission */
const ViewSubmission = z.looseObject({
  type: z.literal("view_submission"),
  user: z.looseObject({ id: z.string() }),
  trigger_id: z.string(),
  view: z.looseObject({
    id: z.string(),
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.looseObject({
      values: z.record(z.string(), z.record(z.string(), z.looseObject({ value: z.string().nullish() }))),
    }),
  }),
});

/** A press before it is known what it aims at: who pressed what, and where to answer. */
export interface Press {
  readonly action: string;
  /** What the button carried. */
  readonly value: string | undefined;
  readonly by: Omit<Pressed, "aim">;
}

/** The press in a block_actions payload. Throws an `unreadable` fault. */
export function parsePress(payload: unknown): Press {
  const submitted = ViewSubmission.safeParse(payload);
  if (submitted.success) return submission(submitted.data);
  const parsed = BlockActions.safeParse(payload);
  const action = parsed.data?.actions[0];
  if (!parsed.success || action === undefined) throw new Fault("unreadable", ANSWER.oddPress);
  const { user, trigger_id: trigger, channel, container, view, response_url: answerUrl } = parsed.data;
  const pressed = pressedIn(action, view?.private_metadata ?? "");
  return {
    ...pressed,
    by: {
      id: `${action.action_ts ?? trigger} ${user.id} ${pressed.action}`,
      user: user.id,
      channel: channel?.id ?? null,
      thread: container?.thread_ts ?? null,
      answerUrl: answerUrl ?? null,
      trigger,
      view: view?.id ?? null,
    },
  };
}

/** What an element stands for: what was typed says what to find, and its window says where. */
function pressedIn(
  { type, action_id, value, selected_option }: z.output<typeof BlockActions>["actions"][number],
  home: string,
): Pick<Press, "action" | "value"> {
  if (selected_option != null) return chosenIn(selected_option.value);
  if (type === "plain_text_input") return { action: action_id, value: finding(home, value ?? "") };
  return { action: action_id, value: value ?? undefined };
}

/** The button of a window does the same as Enter in its field. */
function submission({ user, trigger_id, view }: z.output<typeof ViewSubmission>): Press {
  const action = view.callback_id;
  const typed = Object.values(view.state.values).flatMap((block) => block[action]?.value ?? [])[0] ?? "";
  return {
    action,
    value: finding(view.private_metadata, typed),
    by: {
      id: `${trigger_id} ${user.id} ${action}`,
      user: user.id,
      channel: null,
      thread: null,
      answerUrl: null,
      trigger: trigger_id,
      view: view.id,
    },
  };
}

/** Throws an `unreadable` fault where the window is not one of ours. Nothing typed finds nothing: all is shown. */
function finding(home: string, typed: string): string {
  const find = [...typed.trim()].slice(0, MOST_FIND).join("");
  return aimText({ ...parseAim(home), ...(find === "" ? {} : { find }) });
}
