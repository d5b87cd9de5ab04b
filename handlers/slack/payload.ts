import { z } from "zod";
import { Fault } from "../../src/fault.ts";
import { chosenIn } from "../../src/say/button.ts";
import type { Pressed } from "./handler.ts";

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const BlockActions = z.looseObject({
  user: z.looseObject({ id: z.string() }),
  trigger_id: z.string(),
  channel: z.looseObject({ id: z.string() }).nullish(),
  container: z.looseObject({ thread_ts: z.string().nullish() }).nullish(),
  view: z.looseObject({ id: z.string() }).nullish(),
  actions: z
    .array(
      z.looseObject({
        action_id: z.string(),
        action_ts: z.string().nullish(),
        value: z.string().nullish(),
        selected_option: z.looseObject({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
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
  const parsed = BlockActions.safeParse(payload);
  const action = parsed.data?.actions[0];
  if (!parsed.success || action === undefined)
    throw new Fault("unreadable", "Slack delivered a press that it does not document");
  const { user, trigger_id: trigger, channel, container, view } = parsed.data;
  const option = action.selected_option?.value;
  const pressed =
    option === undefined ? { action: action.action_id, value: action.value ?? undefined } : chosenIn(option);
  return {
    ...pressed,
    by: {
      id: `${action.action_ts ?? trigger} ${user.id} ${pressed.action}`,
      user: user.id,
      channel: channel?.id ?? null,
      thread: container?.thread_ts ?? null,
      trigger,
      view: view?.id ?? null,
    },
  };
}
