import { z } from "zod";
import { Fault } from "../../src/fault.ts";
import { parseAim } from "../../src/press.ts";
import type { Pressed } from "./handler.ts";

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const BlockActions = z.looseObject({
  user: z.looseObject({ id: z.string() }),
  trigger_id: z.string(),
  channel: z.looseObject({ id: z.string() }).nullish(),
  container: z.looseObject({ thread_ts: z.string().nullish() }).nullish(),
  view: z.looseObject({ id: z.string() }).nullish(),
  actions: z
    .array(z.looseObject({ action_id: z.string(), action_ts: z.string().nullish(), value: z.string().nullish() }))
    .min(1),
});

/** The press in a block_actions payload, and the id of what was pressed. Throws an `unreadable` fault. */
export function parsePress(payload: unknown): { action: string; pressed: Pressed } {
  const parsed = BlockActions.safeParse(payload);
  const action = parsed.data?.actions[0];
  if (!parsed.success || action === undefined)
    throw new Fault("unreadable", "Slack delivered a press that it does not document");
  const { user, trigger_id: trigger, channel, container, view } = parsed.data;
  return {
    action: action.action_id,
    pressed: {
      id: `${action.action_ts ?? trigger} ${user.id} ${action.action_id}`,
      aim: parseAim(action.value ?? undefined),
      user: user.id,
      channel: channel?.id ?? null,
      thread: container?.thread_ts ?? null,
      trigger,
      view: view?.id ?? null,
    },
  };
}
