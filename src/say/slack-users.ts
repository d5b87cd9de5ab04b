import type { KnownBlock, ModalView } from "@slack/types";
import { many } from "../many.ts";
import type { Aim } from "../press.ts";
import type { Outcome, Report, Shown } from "../report.ts";
import type { UsersView } from "../users-view.ts";
import { button } from "./button.ts";
import { coverageWords, hitWords, outcomeCounts } from "./hit-words.ts";
import { code, escaped } from "./mrkdwn.ts";
import { howManyStillFailing, stillFailing } from "./still-failing.ts";
import { verbatim } from "./verbatim.ts";
import { WINDOW } from "./window-titles.ts";
import type { Words } from "./words.ts";

/** A window holds 100 blocks, and a phone shows about six of these at once. */
const A_PAGE = 20;
/** Characters of an id that a button carries: half of one leads nowhere. */
const MOST_EXAMPLE = 200;
const SIGNS: Readonly<Record<Outcome, string>> = {
  lost: "⛔",
  failed: "❌",
  parked: "🅿️",
  pending: "⏳",
  delayed: "🐌",
  recovered: "↩️",
  ok: "✅",
};

/** The window of the people who are hit, worst first, each with a request that shows how. `note`: what was just done. */
export function usersModal(aim: Aim, report: Shown<Report>, note: string | null = null): ModalView {
  const { users } = report;
  // What is true of everybody stands above the list, and not in each of its lines.
  const still = users.stillFailing === users.hit ? "" : ` · ${stillFailing(report)}`;
  const last = Math.max(0, Math.ceil(users.list.length / A_PAGE) - 1);
  const page = Math.min(aim.page ?? 0, last);
  const at: Aim = { ...aim, page };
  const from = page * A_PAGE;
  const shown = users.list.slice(from, from + A_PAGE);
  const place = last === 0 ? "" : ` Shown are ${from + 1} to ${from + shown.length} of ${users.list.length}.`;
  return {
    type: "modal",
    title: { type: "plain_text", text: WINDOW.users },
    close: { type: "plain_text", text: "Close" },
    blocks: [
      section(`${countsOf(report)}${place}`),
      ...shown.map((user, i) => userBlock(at, user, from + i, still)),
      ...unlisted(users),
      { type: "actions", block_id: "pages", elements: pages(at, last) },
      ...(note === null ? [] : [context(escaped(note))]),
    ],
  };
}

function countsOf(report: Shown<Report>): string {
  const { users } = report;
  const failing = howManyStillFailing(report);
  const still = failing === null ? "" : ` · ${failing}`;
  const guests =
    users.unidentifiedRequests > 0 ? ` ${many(users.unidentifiedRequests, "request")} carried no identity.` : "";
  const hit = users.exact ? `${many(users.hit, "user")} hit` : hitWords(users);
  const coverage = coverageWords(users);
  const why = coverage === null ? "" : ` ${coverage[0]?.toUpperCase()}${coverage.slice(1)}.`;
  return `*${hit}*: ${outcomeCounts(users) || "none"}${still}.${guests}${why}`;
}

function userBlock(aim: Aim, user: UsersView["list"][number], place: number, failing: string): KnownBlock {
  const still = user.stillFailing ? failing : "";
  const requests = user.requests === 1 ? "" : ` · ${user.requests} requests`;
  const { page: _, ...rest } = aim;
  return {
    type: "section",
    text: verbatim(`${SIGNS[user.outcome]} ${code(user.id, 150)} *${user.outcome}*${requests}${still}`),
    ...(user.example.length > MOST_EXAMPLE
      ? {}
      : {
          accessory: button(
            "open-example",
            { ...rest, example: user.example },
            `open-example:${place}`,
            undefined,
            `of ${user.id}`,
          ),
        }),
  };
}

/** Nobody is left out without a word. */
function unlisted({ outcomes, list }: UsersView): KnownBlock[] {
  const all = countedIn(outcomes);
  return all > list.length ? [context(`Of ${many(all, "user")} the ${list.length} worst are listed.`)] : [];
}

function countedIn(outcomes: UsersView["outcomes"]): number {
  return Object.values(outcomes).reduce((sum, count) => sum + count, 0);
}

function pages(aim: Aim, last: number) {
  const { page = 0 } = aim;
  const about = (of: number): string => `page ${of + 1} of ${last + 1}`;
  const before =
    page > 0
      ? [button("walk-users", { ...aim, page: page - 1 }, "walk-users:before", "◀ Before", about(page - 1))]
      : [];
  const after =
    page < last
      ? [button("walk-users", { ...aim, page: page + 1 }, "walk-users:after", "Next ▶", about(page + 1))]
      : [];
  return [...before, ...after, button("users-file", aim)];
}

/** The message that brings the file to whoever asked for it. */
export function usersFileWords({ users, incident }: Shown<Report>): Words {
  const all = countedIn(users.outcomes);
  const most = all > users.list.length ? `, the ${users.list.length} worst of ${all}` : "";
  return {
    text: escaped(`The users who are hit by “${incident.title}”${most}. It is for you alone.`, 1000),
    blocks: [],
  };
}

function section(text: string): KnownBlock {
  return { type: "section", text: verbatim(text) };
}

function context(text: string): KnownBlock {
  return { type: "context", elements: [verbatim(text)] };
}
