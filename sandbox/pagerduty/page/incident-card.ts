import type { Account } from "../account.ts";
import { policyOf, priorityOf, serviceOf, userOf } from "../directory.ts";
import type { Incident, LogEntry } from "../incident.ts";
import { logEntryReference } from "../resources/log-entry.ts";
import { type Html, html } from "./html.ts";
import { clockTime } from "./time.ts";

/** One incident with its state, its buttons, its notes and its log. */
export function incidentCard(account: Account, incident: Incident): Html {
  const { directory } = account;
  return html`<article data-live id="${incident.id}" class="${incident.status}">
    <p class="tags"><b>${incident.status}</b> <span>${incident.urgency} urgency</span>
      ${incident.priorityId === null ? null : html`<span>${priorityOf(directory, incident.priorityId).name}</span>`}
      <span>#${incident.number}</span></p>
    <h2>${incident.title}</h2>
    <dl>${facts(account, incident).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    ${buttons(account, incident)}
    ${incident.notes.map((note) => html`<blockquote>${note.content}<footer>${userOf(directory, note.userId).name}, ${clockTime(note.at)}</footer></blockquote>`)}
    <details><summary>Timeline (${incident.log.length})</summary>
      <ol>${incident.log.toReversed().map((entry) => timelineRow(account, incident, entry))}</ol></details>
  </article>`;
}

function timelineRow(account: Account, incident: Incident, entry: LogEntry): Html {
  return html`<li><time>${clockTime(entry.act.at)}</time> ${logEntryReference(account, incident, entry).summary}</li>`;
}

function facts({ directory }: Account, incident: Incident): [name: string, value: string][] {
  const names = incident.assignments.map(({ userId }) => userOf(directory, userId).name).join(", ");
  const policy = policyOf(directory, incident.policyId);
  const level =
    incident.level === null ? "directly" : `${policy.name}, level ${incident.level} of ${policy.levels.length}`;
  const all: [string, string | null][] = [
    ["Service", serviceOf(directory, incident.serviceId).name],
    ["Triggered", clockTime(incident.createdAt)],
    ["Assigned to", names === "" ? null : `${names} (${level})`],
    ["Escalates at", incident.escalatesAt === null ? null : clockTime(incident.escalatesAt)],
    ["Snoozed until", incident.snoozedUntil === null ? null : clockTime(incident.snoozedUntil)],
    ["Resolved", incident.resolvedAt === null ? null : clockTime(incident.resolvedAt)],
  ];
  return all.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}

function buttons(account: Account, incident: Incident): Html {
  const { users } = account.directory;
  const first = incident.assignments[0]?.userId;
  const options = [...users.values()].map(
    ({ id, name }) => html`<option value="${id}"${id === first ? html` selected` : null}>${name}</option>`,
  );
  const pressable = offered(account, incident).map(
    ([press, label]) => html`<button name="press" value="${press}">${label}</button>`,
  );
  return html`<form method="post" action="/page/${incident.id}">
    <p><label>As <select name="user">${options}</select></label> ${pressable}</p>
    <input type="hidden" name="level" value="${(incident.level ?? 0) + 1}">
    <p class="note"><textarea name="content" rows="1" placeholder="A note" aria-label="A note"></textarea>
      <button name="press" value="note">Add note</button></p></form>`;
}

/** The buttons that make sense now; the server refuses the others. */
function offered({ directory }: Account, incident: Incident): [press: string, label: string][] {
  if (incident.status === "resolved") return [["reopen", "Reopen"]];
  const buttons: [string, string][] = [];
  if (incident.status === "triggered") buttons.push(["acknowledge", "Acknowledge"]);
  else buttons.push(["snooze", "Snooze 1 h"], ["unacknowledge", "Unacknowledge"]);
  const next = (incident.level ?? 0) + 1;
  const levels = policyOf(directory, incident.policyId).levels.length;
  if (incident.urgency === "high" && next <= levels) buttons.push(["escalate", `Escalate to level ${next}`]);
  buttons.push(["resolve", "Resolve"]);
  const asked = incident.responders.some(({ state }) => state === "pending");
  if (asked) buttons.push(["join", "Join"], ["decline", "Decline"]);
  return buttons;
}
