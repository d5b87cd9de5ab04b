import { randomUUID } from "node:crypto";
import type { Fault, Faults } from "../faults.ts";
import type { RateLimiter } from "../rate-limits.ts";
import type { Workspace } from "../workspace.ts";
import { type Method, needScope } from "./method.ts";
import { readArguments } from "./read-arguments.ts";
import { Refusal } from "./refusal.ts";

export interface WebApi {
  readonly workspace: Workspace;
  readonly methods: ReadonlyMap<string, Method>;
  readonly limiter: RateLimiter;
  readonly faults: Faults;
}

/** Answers `/api/<name>`: HTTP 200 whether it worked or not, but for 429. https://docs.slack.dev/apis/web-api */
export async function answerCall(api: WebApi, name: string, request: Request): Promise<Response> {
  const fault = api.faults.take(name);
  if (fault !== null && fault.kind !== "lost-answer") return await misbehave(fault, request);
  const method = api.methods.get(name);
  let answer: Response;
  try {
    if (method === undefined) throw new Refusal("unknown_method", { req_method: name });
    answer = await carryOut(api, method, request);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    answer = json({ ok: false, error: error.code, ...error.details }, api.workspace, method);
  }
  return fault === null ? answer : await neverAnswered(request);
}

async function carryOut({ workspace, limiter }: WebApi, method: Method, request: Request): Promise<Response> {
  const given = await readArguments(request);
  const isJson = request.headers.get("content-type")?.startsWith("application/json") ?? false;
  authenticate(workspace, method, request.headers.get("authorization"), isJson ? undefined : given.token);
  const key = method.tier === "post" ? `${method.name} ${String(given.channel)}` : method.name;
  const retryAfterS = limiter.take(key, method.tier);
  if (retryAfterS > 0) return rateLimited(retryAfterS);
  const [first, ...others] = method.scopes;
  if (first !== undefined) needScope(workspace, first, ...others);
  const noCharset = isJson && !/charset=/i.test(request.headers.get("content-type") ?? "");
  const answer = { ok: true, ...method.call(given, workspace) };
  return json(noCharset ? { warning: "missing_charset", ...answer } : answer, workspace, method);
}

/** The token comes as a bearer or, in a form, as an argument; one inside a JSON body does not count. */
function authenticate({ app }: Workspace, { token }: Method, header: string | null, argument: unknown): void {
  if (token === "none") return;
  const given = header?.replace(/^Bearer\s+/i, "") ?? argument;
  if (given === undefined || given === "") throw new Refusal("not_authed");
  const kind = given === app.botToken ? "bot" : given === app.appToken ? "app" : null;
  if (kind === null) throw new Refusal("invalid_auth");
  if (token !== "any" && token !== kind) throw new Refusal("not_allowed_token_type");
}

export async function misbehave(fault: Exclude<Fault, { kind: "lost-answer" }>, request: Request): Promise<Response> {
  switch (fault.kind) {
    case "error":
      return Response.json({ ok: false, error: fault.error });
    case "ratelimited":
      return rateLimited(fault.retryAfterS);
    case "html":
      return new Response("<html><body><h1>Something went wrong</h1></body></html>", {
        status: fault.status,
        headers: { "content-type": "text/html" },
      });
    case "hang":
      return await neverAnswered(request);
  }
}

/** Resolves only when the caller has gone, to whom it then no longer matters. */
export async function neverAnswered(request: Request): Promise<Response> {
  await new Promise<void>((gone) => request.signal.addEventListener("abort", () => gone(), { once: true }));
  return new Response(null, { status: 499 });
}

function rateLimited(retryAfterS: number): Response {
  const headers = { "retry-after": String(retryAfterS) };
  return Response.json({ ok: false, error: "ratelimited" }, { status: 429, headers });
}

function json(body: object, { app }: Workspace, method: Method | undefined): Response {
  return new Response(JSON.stringify(body), {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "x-slack-req-id": randomUUID(),
      "x-oauth-scopes": app.scopes.join(","),
      ...(method === undefined ? {} : { "x-accepted-oauth-scopes": method.scopes.join(",") }),
    },
  });
}
