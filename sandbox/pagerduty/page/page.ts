import { readFileSync } from "node:fs";
import type { Account } from "../account.ts";
import { catchUp } from "../due.ts";
import { createPerson, type Person } from "../person.ts";
import { Refusal } from "../refusal.ts";
import { html } from "./html.ts";
import { incidentCard } from "./incident-card.ts";
import { ringing } from "./ringing.ts";
import { clockTime } from "./time.ts";

const SHELL = readFileSync(new URL("./page.html", import.meta.url), "utf8");

/**
 * The page at `/`: what a person sees of this PagerDuty, and the buttons of its app. The page asks for itself once a
 * second and takes over what changed; without scripts it works as well, by reloading.
 */
export function createPage(account: Account): (request: Request) => Promise<Response> {
  const person = createPerson(account);
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (request.method === "POST") return Response.redirect(await press(account, person, pathname, request), 303);
    if (pathname !== "/") return new Response("Not Found", { status: 404 });
    catchUp(account);
    const page = SHELL.replace("<!-- main -->", () => body(account, searchParams.get("refused")));
    return new Response(page, { headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" } });
  };
}

function body(account: Account, refused: string | null): string {
  const newestFirst = [...account.incidents.values()].toReversed();
  return html`
    <header data-live id="top"><h1>PagerDuty <small>sandbox</small></h1><time>${clockTime(account.clock.now())} UTC</time></header>
    <p id="refused" role="alert">${refused}</p>
    ${ringing(account)}
    <section id="incidents">${newestFirst.map((incident) => incidentCard(account, incident))}</section>`.text;
}

/** Does what a button says, and gives the address to go on to. */
async function press(account: Account, person: Person, pathname: string, request: Request): Promise<string> {
  const id = pathname.split("/")[2] ?? "";
  const form = new URLSearchParams(await request.text());
  const action = ACTIONS.get(form.get("press") ?? "");
  try {
    if (action === undefined) throw new Error("There is no such button.");
    action(person, id, form.get("user") ?? "", form);
    return `${account.origin}/#${id}`;
  } catch (error) {
    const why = error instanceof Refusal ? [error.message, ...error.errors].join(": ") : messageOf(error);
    return `${account.origin}/?refused=${encodeURIComponent(why)}#${id}`;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

type Action = (person: Person, incidentId: string, userId: string, form: URLSearchParams) => void;

const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ["acknowledge", (person, id, user) => person.acknowledge(id, user)],
  ["unacknowledge", (person, id, user) => person.unacknowledge(id, user)],
  ["resolve", (person, id, user) => person.resolve(id, user)],
  ["reopen", (person, id, user) => person.reopen(id, user)],
  ["snooze", (person, id, user) => person.snooze(id, user, 3600)],
  ["escalate", (person, id, user, form) => person.escalate(id, user, Number(form.get("level")))],
  ["note", (person, id, user, form) => person.addNote(id, user, form.get("content") ?? "")],
  ["join", (person, id, user) => person.reply(id, user, "joined")],
  ["decline", (person, id, user) => person.reply(id, user, "declined")],
]);
