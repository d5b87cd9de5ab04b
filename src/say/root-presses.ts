import type { ActionsBlock } from "@slack/types";
import type { Investigation } from "../investigation.ts";
import { many } from "../many.ts";
import type { Aim, PressName } from "../press.ts";
import type { Report } from "../report.ts";
import { incidentsOf, isOver } from "../storm.ts";
import { button, fitsMenu, isForAll, labelOf, type MenuItem, menu } from "./button.ts";
import { short } from "./names.ts";

/** What makes sense in the state that PagerDuty says the incident is in: few buttons, and the rest in a menu that says what it does. */
export function rootPresses(row: Investigation, report: Report | null, aim: Aim): ActionsBlock {
  const buttons = buttonsFor(row).map((name) => button(name, aim, name, `${labelOf(name)}${ofAll(row, name)}`));
  const items = menuFor(row, report, aim);
  const fitting = items.filter(fitsMenu);
  const others = items
    .filter((item) => !fitsMenu(item))
    .map(({ name, label, aim: at }) => button(name, at, name, label));
  return {
    type: "actions",
    block_id: "presses",
    elements: [...buttons, ...others, ...(fitting.length === 0 ? [] : [menu(fitting)])],
  };
}

function buttonsFor(row: Investigation): PressName[] {
  if (isOver(row)) return row.told === null ? [] : ["was-right", "was-wrong"];
  const ringing = incidentsOf(row).some(({ status }) => status === "triggered");
  return [...(ringing ? (["acknowledge"] as const) : []), "escalate", "wake-team", "wait-until-morning"];
}

function menuFor(row: Investigation, report: Report | null, aim: Aim): MenuItem[] {
  const items: MenuItem[] = [];
  if (report !== null && report.users.hit > 0 && report.users.list.length > 0)
    items.push({ name: "open-users", aim, label: `Who is hit: ${many(report.users.hit, "user")}, worst first` });
  const { suggested } = row;
  const fits = incidentsOf(row).every(({ status, priority }) => status === "resolved" || priority === suggested?.id);
  if (!isOver(row) && suggested !== null && !fits) {
    const label = `Set priority ${short(suggested.name, 30)} in PagerDuty${ofAll(row, "set-priority")}`;
    items.push({ name: "set-priority", aim: { ...aim, priority: suggested.id }, label });
  }
  return [...items, { name: "look-again", aim, label: "Look again: judge by the evidence of now" }];
}

/** Where several incidents are told in one message, what acts on all of them says so. */
function ofAll(row: Investigation, name: PressName): string {
  const open = incidentsOf(row).filter(({ status }) => status !== "resolved").length;
  return open > 1 && isForAll(name) ? ` (all ${open})` : "";
}
