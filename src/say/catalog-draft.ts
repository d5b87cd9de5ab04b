import type { Draft, DraftRoute } from "../draft.ts";

const HEAD = [
  "# What was found in the account, by name. Fill in what only the team knows: customerFacing (true, false), businessCritical,",
  "# owner and runbook of whatever matters, as in",
  "#   checkout: { customerFacing: true, businessCritical: true, owner: payments, runbook: https://… }",
  "# Delete the rest: what is not named stays unknown, which is no mistake.",
  "timeZone: UTC # of the team, as in Europe/Berlin",
  'morning: "08:00"',
];
const NOTHING = "{} # owner: ?";

/** A catalog that can be read as it is, and says nothing that is not known. */
export function sayDraft({ apis, sections, logs, otherGroups }: Draft): string {
  const lines = [...HEAD];
  if (apis.size > 0) lines.push("", "apis:", ...[...apis].flatMap(([name, routes]) => sayApi(name, routes)));
  for (const [section, names] of sections) {
    if (names.length > 0) lines.push("", `${section}:`, ...names.map((name) => `  ${keyOf(name)}: ${NOTHING}`));
  }
  lines.push("", "logs:", `  prefixes: ${JSON.stringify(logs.prefixes)}`, `  groups: ${JSON.stringify(logs.groups)}`);
  if (otherGroups.length > 0) {
    lines.push("  # These are there too, and are searched once they are named in groups:");
    lines.push(...otherGroups.map((name) => `  # - ${JSON.stringify(name)}`));
  }
  return `${lines.join("\n")}\n`;
}

function sayApi(name: string, routes: ReadonlyMap<string, DraftRoute>): string[] {
  if (routes.size === 0) return [`  ${keyOf(name)}: ${NOTHING}`];
  const said = [...routes].map(([route, { customerFacing, why }]) => {
    const looks = customerFacing === null ? "?" : `${customerFacing}?`;
    return `      ${keyOf(route)}: ${NOTHING}, customerFacing: ${looks} (${inLine(why)})`;
  });
  return [`  ${keyOf(name)}: # owner: ?`, "    routes:", ...said];
}

/** A comment ends with its line. */
function inLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

/** Names come from logs: whatever could be read as something else is quoted, as JSON, which YAML reads too. */
function keyOf(name: string): string {
  return /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z][\w./-]*$/i.test(name) ? name : JSON.stringify(name);
}
