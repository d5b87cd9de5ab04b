/** Who may not press, why, and whom to ask. `email`: the presser's in Slack; `group`: the user group whose members may press too. */
export function mayNotPress(email: string | null, group: string | undefined): string {
  const why =
    email === null ? "Slack shows no email address of yours" : `PagerDuty has no user with the address ${email}`;
  const or = group === undefined ? "" : `, or the user group ${group},`;
  return `You may not press this: ${why}. Ask whoever runs PagerDuty${or} in your team to add you.`;
}

/** Nobody can act for the group's members. */
export function nobodyActs(from: string): string {
  return `PagerDuty has no user with the address ${from}.`;
}

/** `channel`: as people write it; null where Slack does not say how that is. */
export function membersOnly(channel: string | null): string {
  return `What the bot finds is for the members of ${channel ?? "the incidents' channel"}: ask one of them to add you to it.`;
}
