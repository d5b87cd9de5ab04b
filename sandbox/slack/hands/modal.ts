import { z } from "zod";
import { mistakeIn } from "../blocks/choice.ts";
import type { Ack, AppLink } from "../delivery/app-link.ts";
import { type Choices, choiceIn, viewClosedPayload, viewSubmissionPayload } from "../delivery/payloads.ts";
import type { Person } from "../person.ts";
import type { View } from "../view.ts";
import { closeFrom, pushView, updateView, viewsOf } from "../view-stacks.ts";
import { Refusal } from "../web-api/refusal.ts";
import { checkedView } from "../web-api/views.ts";
import type { Workspace } from "../workspace.ts";
import { SUBMIT_FAILED, type SubmitOutcome } from "./outcome.ts";

/** Submits an open view. What Slack's client finds wrong by itself never reaches the app. */
export async function submit(
  workspace: Workspace,
  link: AppLink,
  person: Person,
  viewId: string,
  choices: Choices,
): Promise<SubmitOutcome> {
  const view = openViewOf(workspace, person, viewId);
  if (view.submit === null) throw new Error(`the view ${viewId} has no submit button`);
  const errors = mistakes(view, choices);
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const payload = viewSubmissionPayload(workspace, person, view, choices);
  const ack = await link.deliver({ type: "interactive", payload, retry: null });
  return followAnswer(workspace, person, view, ack);
}

/** Closes a view; `all` closes the whole stack, as does a view that says so (`clear_on_close`). */
export async function close(
  workspace: Workspace,
  link: AppLink,
  person: Person,
  viewId: string,
  all: boolean,
): Promise<void> {
  const view = openViewOf(workspace, person, viewId);
  const isCleared = all || view.clear_on_close;
  const closed = closeFrom(workspace, person.id, isCleared ? view.root_view_id : view.id);
  for (const one of closed.filter(({ notify_on_close }) => notify_on_close)) {
    const payload = viewClosedPayload(workspace, person, one, isCleared);
    await link.deliver({ type: "interactive", payload, retry: null });
  }
}

/** https://docs.slack.dev/surfaces/modals#response_actions. An empty answer closes the view; one that makes no sense is trouble. */
const answerSchema = z.discriminatedUnion("response_action", [
  z.object({ response_action: z.literal("errors"), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal("update"), view: z.unknown() }),
  z.object({ response_action: z.literal("push"), view: z.unknown() }),
  z.object({ response_action: z.literal("clear") }),
]);

const emptySchema = z.union([z.null(), z.literal(""), z.strictObject({})]);

function followAnswer(workspace: Workspace, person: Person, view: View, ack: Ack): SubmitOutcome {
  if (!ack.ok) return { ok: false, shown: SUBMIT_FAILED };
  if (emptySchema.safeParse(ack.body).success) {
    closeFrom(workspace, person.id, view.id);
    return { ok: true };
  }
  const answer = answerSchema.safeParse(ack.body);
  if (!answer.success) return { ok: false, shown: SUBMIT_FAILED };
  try {
    return carryOut(workspace, person, view, answer.data);
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, shown: SUBMIT_FAILED };
    throw error;
  }
}

function carryOut(
  workspace: Workspace,
  person: Person,
  view: View,
  answer: z.output<typeof answerSchema>,
): SubmitOutcome {
  switch (answer.response_action) {
    case "errors": {
      const inputs = new Set(view.blocks.flatMap((block) => (block.type === "input" ? [block.block_id] : [])));
      const known = Object.keys(answer.errors).length > 0 && Object.keys(answer.errors).every((id) => inputs.has(id));
      return known ? { ok: false, errors: answer.errors } : { ok: false, shown: SUBMIT_FAILED };
    }
    case "update":
      updateView(workspace, view.id, checkedView(workspace, answer.view, view.id));
      return { ok: true };
    case "push": {
      const pushed = pushView(workspace, person.id, checkedView(workspace, answer.view, null));
      return pushed === "push_limit_reached" ? { ok: false, shown: SUBMIT_FAILED } : { ok: true };
    }
    case "clear":
      closeFrom(workspace, person.id, view.root_view_id);
      return { ok: true };
  }
}

function mistakes(view: View, choices: Choices): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of view.blocks) {
    if (block.type !== "input") continue;
    const mistake = mistakeIn(block.element, choiceIn(choices, block.block_id, block.element), block.optional);
    if (mistake !== null) errors[block.block_id] = mistake;
  }
  return errors;
}

function openViewOf(workspace: Workspace, person: Person, viewId: string): View {
  const view = viewsOf(workspace, person.id).find(({ id }) => id === viewId);
  if (view === undefined) throw new Error(`${person.name} has no view ${viewId} open`);
  return view;
}
