import type { ModalView } from "./blocks/check-view.ts";
import { secret } from "./identifiers.ts";
import type { View } from "./view.ts";
import type { Workspace } from "./workspace.ts";

/** A root view and two pushed onto it. */
const STACK_LIMIT = 3;

/** What a person has open, the root first; the last one is what they see. */
export function viewsOf(workspace: Workspace, user: string): readonly View[] {
  return workspace.views.get(user) ?? [];
}

/** Opens a root view. What was open before is closed: a person looks at one modal of an app at a time. */
export function openView(workspace: Workspace, user: string, modal: ModalView): View {
  const id = workspace.newId("V");
  const view = createView(workspace, modal, { id, root_view_id: id, previous_view_id: null });
  setStack(workspace, user, [view]);
  return view;
}

export function pushView(workspace: Workspace, user: string, modal: ModalView): View | "push_limit_reached" {
  const stack = viewsOf(workspace, user);
  const [root, top] = [stack[0], stack.at(-1)];
  if (root === undefined || top === undefined) return openView(workspace, user, modal);
  if (stack.length >= STACK_LIMIT) return "push_limit_reached";
  const id = workspace.newId("V");
  const view = createView(workspace, modal, { id, root_view_id: root.id, previous_view_id: top.id });
  setStack(workspace, user, [...stack, view]);
  return view;
}

/** Puts new content into an open view; it keeps its id and its place in the stack. Null when it is not open any more. */
export function updateView(workspace: Workspace, viewId: string, modal: ModalView): View | null {
  const open = findView(workspace, viewId);
  if (open === null) return null;
  const { id, root_view_id, previous_view_id } = open.view;
  const view = createView(workspace, modal, { id, root_view_id, previous_view_id });
  const stack = viewsOf(workspace, open.user).map((one) => (one.id === id ? view : one));
  setStack(workspace, open.user, stack);
  return view;
}

/** Closes a view and all that was pushed onto it. Returns what was closed, the top one first. */
export function closeFrom(workspace: Workspace, user: string, viewId: string): View[] {
  const stack = viewsOf(workspace, user);
  const index = stack.findIndex(({ id }) => id === viewId);
  if (index < 0) return [];
  setStack(workspace, user, stack.slice(0, index));
  return stack.slice(index).reverse();
}

export function findView(workspace: Workspace, viewId: string): { user: string; view: View } | null {
  for (const [user, stack] of workspace.views) {
    const view = stack.find(({ id }) => id === viewId);
    if (view !== undefined) return { user, view };
  }
  return null;
}

export function findViewByExternalId(workspace: Workspace, externalId: string): View | null {
  return [...workspace.views.values()].flat().find(({ external_id }) => external_id === externalId) ?? null;
}

function createView(
  { app, clock, team }: Workspace,
  modal: ModalView,
  place: Pick<View, "id" | "root_view_id" | "previous_view_id">,
): View {
  return {
    ...place,
    team_id: team.id,
    type: "modal",
    ...modal,
    external_id: modal.external_id,
    state: { values: {} },
    hash: `${Math.floor(clock.now() / 1000)}.${secret(4)}`,
    app_id: app.appId,
    app_installed_team_id: team.id,
    bot_id: app.botId,
  };
}

function setStack(workspace: Workspace, user: string, stack: readonly View[]): void {
  if (stack.length === 0) workspace.views.delete(user);
  else workspace.views.set(user, stack);
  workspace.changes.publish({ kind: "views", user });
}
