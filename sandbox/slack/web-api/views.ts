import { z } from "zod";
import { checkView, type ModalView } from "../blocks/check-view.ts";
import { LIMITS } from "../blocks/limits.ts";
import type { Trigger } from "../triggers.ts";
import { findView, findViewByExternalId, openView, pushView, updateView } from "../view-stacks.ts";
import type { Workspace } from "../workspace.ts";
import { structure } from "./argument-types.ts";
import { unknownFiles } from "./content.ts";
import { type Method, method } from "./method.ts";
import { Refusal, refusalFor } from "./refusal.ts";

/** https://docs.slack.dev/reference/methods#views. Home tabs (views.publish) are not built. */
export const viewsMethods: readonly Method[] = [
  method("views.open", {
    tier: 4,
    accepts: z.object({ trigger_id: z.string(), view: structure }),
    answer({ trigger_id, view }, workspace) {
      const modal = checkedView(workspace, view, null);
      const { user } = exchange(workspace, trigger_id);
      return { view: openView(workspace, user, modal) };
    },
  }),

  method("views.push", {
    tier: 4,
    accepts: z.object({ trigger_id: z.string(), view: structure }),
    answer({ trigger_id, view }, workspace) {
      const modal = checkedView(workspace, view, null);
      const { user, viewId } = exchange(workspace, trigger_id);
      if (viewId === null || findView(workspace, viewId) === null) throw new Refusal("not_found");
      const pushed = pushView(workspace, user, modal);
      if (pushed === "push_limit_reached") throw new Refusal(pushed);
      return { view: pushed };
    },
  }),

  method("views.update", {
    tier: 4,
    accepts: z.object({
      view: structure,
      view_id: z.string().optional(),
      external_id: z.string().optional(),
      hash: z.string().optional(),
    }),
    answer({ view, view_id, external_id, hash }, workspace) {
      const open =
        external_id === undefined
          ? findView(workspace, view_id ?? "")?.view
          : findViewByExternalId(workspace, external_id);
      if (open === undefined || open === null) throw new Refusal("not_found");
      if (hash !== undefined && hash !== open.hash) throw new Refusal("hash_conflict");
      return { view: updateView(workspace, open.id, checkedView(workspace, view, open.id)) };
    },
  }),
];

/** Checks a view that an app sends, whether through the API or as the answer to a submission. */
export function checkedView(workspace: Workspace, view: unknown, replacedId: string | null): ModalView {
  if (Buffer.byteLength(JSON.stringify(view) ?? "") > LIMITS.viewBytes) throw new Refusal("view_too_large");
  const checked = checkView(view);
  if (!checked.ok) throw refusalFor("invalid_arguments", checked.problems);
  const lost = unknownFiles(workspace, checked.value.blocks);
  if (lost.length > 0) throw refusalFor("invalid_arguments", lost);
  const { external_id } = checked.value;
  const twin = external_id === "" ? null : findViewByExternalId(workspace, external_id);
  if (twin !== null && twin.id !== replacedId) throw new Refusal("duplicate_external_id");
  return checked.value;
}

function exchange(workspace: Workspace, triggerId: string): Trigger {
  const trigger = workspace.triggers.exchange(triggerId);
  if (typeof trigger === "string") throw new Refusal(trigger);
  return trigger;
}
