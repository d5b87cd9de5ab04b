import type { ModalView } from "./blocks/check-view.ts";
import type { StateValue } from "./blocks/choice.ts";

/** An open modal in the shape of Slack's API: https://docs.slack.dev/reference/objects/view-object. Immutable. */
export interface View extends ModalView {
  readonly id: string;
  readonly team_id: string;
  readonly type: "modal";
  readonly app_id: string;
  readonly app_installed_team_id: string;
  readonly bot_id: string;
  readonly root_view_id: string;
  readonly previous_view_id: string | null;
  /** Changes with every update: an update that carries an older one is refused. */
  readonly hash: string;
  readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, StateValue>>>> };
}
