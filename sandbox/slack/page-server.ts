import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { z } from "zod";
import type { AppLink } from "./delivery/app-link.ts";
import { type Hands, handsOf } from "./hands/hands.ts";
import type { PageEvent } from "./page/protocol.ts";
import { followPage, pageState } from "./page-feed.ts";
import type { Person } from "./person.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Serves the page on which a person sees and uses the workspace: its files, its live state, and what its buttons do.
 * Who sits in front of it is what `?as=` says; this is no place for secrets.
 */
export async function answerPage(workspace: Workspace, link: AppLink, request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  if (request.method === "GET" && (pathname === "/" || pathname.startsWith("/archives/")))
    return await asset("page.html");
  if (request.method === "GET" && PAGE_FILES.test(pathname)) return await asset(pathname);
  const file = /^\/page\/files\/(F\w+)$/.exec(pathname)?.[1];
  if (request.method === "GET" && file !== undefined) return picture(workspace, file);

  const person = workspace.people.get(searchParams.get("as") ?? "") ?? [...workspace.people.values()][0];
  if (person === undefined) return new Response("nobody is in this workspace", { status: 404 });
  if (request.method === "GET" && pathname === "/page/state") return Response.json(pageState(workspace, person));
  if (request.method === "GET" && pathname === "/page/changes") return liveChanges(workspace, person);
  const name = /^\/page\/do\/(\w+)$/.exec(pathname)?.[1];
  if (request.method === "POST" && name !== undefined) return await carryOut(workspace, link, person, name, request);
  return new Response("not found", { status: 404 });
}

/** The page's own modules, and those it shares with the server: they know nothing of Node. */
const PAGE_FILES = /^\/(?:page\/[a-z-]+\.(?:ts|css)|text\/[a-z-]+\.ts|blocks\/choice\.ts|message\.ts)$/;

/** A TypeScript module goes out as JavaScript under its own name, so that its imports hold as they are written. */
async function asset(path: string): Promise<Response> {
  const url = new URL(path === "page.html" ? "page/page.html" : `.${path}`, import.meta.url);
  let text: string;
  try {
    text = await readFile(url, "utf8");
  } catch {
    return new Response("not found", { status: 404 });
  }
  const headers = { "cache-control": "no-store" };
  if (path.endsWith(".ts")) {
    return new Response(stripTypeScriptTypes(text), { headers: { ...headers, "content-type": "text/javascript" } });
  }
  const type = path.endsWith(".css") ? "text/css" : "text/html";
  return new Response(text, { headers: { ...headers, "content-type": `${type}; charset=utf-8` } });
}

function picture({ files }: Workspace, id: string): Response {
  const file = files.get(id);
  if (file === undefined || file.bytes === null || !file.completed) return new Response("not found", { status: 404 });
  // Whatever an app uploads is shown as a picture or not at all: never as a page of this origin.
  const headers = {
    "content-type": file.object.mimetype.startsWith("image/") ? file.object.mimetype : "application/octet-stream",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'",
  };
  return new Response(file.bytes, { headers });
}

/** Server-sent events, one a change. The first line makes the stream stand; a broken one comes again after half a second. */
function liveChanges(workspace: Workspace, person: Person): Response {
  const encoder = new TextEncoder();
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (event: PageEvent) => controller.enqueue(encoder.encode(`data: ${JSON.stringify(event)}\n\n`));
      controller.enqueue(encoder.encode("retry: 500\n\n"));
      stop = followPage(workspace, person, send);
    },
    cancel: () => stop(),
  });
  return new Response(body, { headers: { "content-type": "text/event-stream", "cache-control": "no-store" } });
}

const choice = z.union([z.string(), z.array(z.string()), z.null()]);
const choices = z.record(z.string(), z.record(z.string(), choice));
const id = z.string();

/** What the page's controls can do: each is one of the person's hands, with its arguments parsed. */
const verbs: Readonly<Record<string, (hands: Hands, body: unknown) => unknown>> = {
  say: verb(z.object({ channel: id, text: id, threadTs: id.optional() }), (hands, { channel, text, threadTs }) => ({
    ok: true,
    ts: hands.say(channel, text, threadTs).ts,
  })),
  command: verb(
    z.object({ channel: id, command: id, text: z.string(), threadTs: id.optional() }),
    (hands, { channel, command, text, threadTs }) => hands.command(channel, command, text, threadTs),
  ),
  choose: verb(
    z.object({ place: id, actionId: id, blockId: id, choice, others: choices }),
    (hands, { place, actionId, blockId, choice, others }) => hands.choose(place, actionId, choice, blockId, others),
  ),
  submit: verb(z.object({ viewId: id, choices }), (hands, { viewId, choices }) => hands.submit(viewId, choices)),
  close: verb(z.object({ viewId: id, all: z.boolean() }), async (hands, { viewId, all }) => {
    await hands.close(viewId, all);
    return { ok: true };
  }),
  shortcut: verb(z.object({ callbackId: id, ts: id }), (hands, { callbackId, ts }) => hands.shortcut(callbackId, ts)),
};

function verb<Body>(schema: z.ZodType<Body>, act: (hands: Hands, body: Body) => unknown) {
  return (hands: Hands, body: unknown) => act(hands, schema.parse(body));
}

async function carryOut(
  workspace: Workspace,
  link: AppLink,
  person: Person,
  name: string,
  request: Request,
): Promise<Response> {
  const act = verbs[name];
  if (act === undefined) return new Response("not found", { status: 404 });
  try {
    return Response.json(await act(handsOf(workspace, link, person.id), await request.json()));
  } catch (error) {
    // What cannot be done any more (a closed view, a vanished button) is told to whoever tried.
    return Response.json({ ok: false, shown: error instanceof Error ? error.message : String(error) }, { status: 409 });
  }
}
