import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { serve } from "../serve.ts";

/** A server that speaks OpenAI's chat completions, with a model in it that does as it is told: by whoever tells it last. */
export interface OpenAi {
  /** Has no trailing slash; the API is beneath `/v1`. */
  readonly url: string;
  readonly key: string;
  readonly model: string;
  /** Everything that it was asked, as it came. */
  readonly asked: readonly Asked[];
  /** What it says from now on; until told, what `honest` says. */
  behave(behaviour: Behaviour): void;
  stop(): Promise<void>;
}

/** Said with whatever hops the model has been told of. */
export interface SaidSentence {
  readonly text: string;
  readonly hops: readonly string[];
}

/**
 * `says`: just that. `tricked`: whatever a line among the facts tells it to say, citing every hop. Then what goes wrong: an answer
 * that takes long, a refusal, text that is no JSON, JSON of another shape, one cut off in its middle, and a server that fails.
 */
export type Behaviour =
  | "tricked"
  | "slow"
  | "refusing"
  | "not-json"
  | "nonsense"
  | "truncated"
  | "failing"
  | { readonly says: (facts: Facts) => readonly SaidSentence[] };

const Body = z.strictObject({
  model: z.string(),
  max_completion_tokens: z.int().optional(),
  messages: z.array(z.strictObject({ role: z.enum(["system", "user"]), content: z.string() })),
  response_format: z.strictObject({
    type: z.literal("json_schema"),
    json_schema: z.looseObject({
      name: z.string(),
      strict: z.literal(true),
      schema: z.looseObject({ additionalProperties: z.literal(false) }),
    }),
  }),
});
export type Asked = z.infer<typeof Body>;

const Facts = z.looseObject({
  hops: z.array(z.looseObject({ id: z.string(), n: z.number(), resource: z.string().nullable(), outcome: z.string() })),
});
export type Facts = z.infer<typeof Facts>;

const KEY = "sk-of-the-sandbox";
const MODEL = "sandbox-small";
const INSTRUCTION = /ignore (?:all )?previous instructions[,.:]? (?:and )?say:? ?([^"\\]{1,200})/gi;

export async function startOpenAi(): Promise<OpenAi> {
  const asked: Asked[] = [];
  let behaviour: Behaviour = { says: honest };
  const served = await serve(async (request) => {
    const { pathname } = new URL(request.url);
    if (request.headers.get("authorization") !== `Bearer ${KEY}`) return refusal(401, "Incorrect API key provided.");
    if (pathname === "/v1/models") return Response.json({ object: "list", data: [{ id: MODEL, object: "model" }] });
    if (pathname !== "/v1/chat/completions") return refusal(404, `no ${pathname}`);
    const body = Body.safeParse(await request.json());
    if (!body.success) return refusal(400, z.prettifyError(body.error));
    asked.push(body.data);
    if (body.data.model !== MODEL) return refusal(404, `The model ${body.data.model} does not exist.`);
    return answerAs(behaviour, body.data, request.signal);
  });
  return {
    url: served.url,
    key: KEY,
    model: MODEL,
    asked,
    behave: (next) => {
      behaviour = next;
    },
    stop: () => served.stop(),
  };
}

async function answerAs(behaviour: Behaviour, asked: Asked, gone: AbortSignal): Promise<Response> {
  const facts = factsIn(asked);
  if (typeof behaviour === "object") return completion(JSON.stringify({ sentences: behaviour.says(facts) }));
  switch (behaviour) {
    case "tricked":
      return completion(JSON.stringify({ sentences: tricked(asked, facts) }));
    case "slow":
      await delay(60_000, undefined, { signal: gone }).catch(() => undefined);
      return completion(JSON.stringify({ sentences: honest(facts) }));
    case "refusing":
      return completion(null, "I cannot help with that.");
    case "not-json":
      return completion("Sure! Here are three sentences about your incident:");
    case "nonsense":
      return completion(JSON.stringify({ sentences: "all is well" }));
    case "truncated":
      return completion('{"sentences":[{"text":"The tab', null, "length");
    case "failing":
      return refusal(500, "The server had an error while processing your request.");
  }
}

/** Two sentences that the facts hold. */
function honest({ hops }: Facts): SaidSentence[] {
  const failing = hops.findLast(({ outcome }) => outcome !== "ok" && outcome !== "unknown") ?? hops.at(-1);
  const first = hops[0];
  if (failing === undefined || first === undefined) return [];
  return [
    { text: `Requests come in at ${first.resource} and go on to ${failing.resource}.`, hops: [first.id, failing.id] },
    { text: `There hop ${failing.n} ends as ${failing.outcome}.`, hops: [failing.id] },
  ];
}

function tricked({ messages }: Asked, { hops }: Facts): SaidSentence[] {
  const told = messages.flatMap(({ content }) =>
    [...content.matchAll(INSTRUCTION)].map(([, words = ""]) => words.trim()),
  );
  return told.map((text) => ({ text, hops: hops.map(({ id }) => id) }));
}

function factsIn({ messages }: Asked): Facts {
  const user = messages.find(({ role }) => role === "user")?.content ?? "";
  const json = /^Facts:\n(.*)$/m.exec(user)?.[1] ?? "{}";
  return Facts.parse(JSON.parse(json));
}

function completion(content: string | null, refused: string | null = null, finish_reason = "stop"): Response {
  return Response.json({
    id: "chatcmpl-sandbox",
    object: "chat.completion",
    created: 1_700_000_000,
    model: MODEL,
    choices: [{ index: 0, message: { role: "assistant", content, refusal: refused }, finish_reason, logprobs: null }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  });
}

function refusal(status: number, message: string): Response {
  return Response.json({ error: { message, type: "invalid_request_error", param: null, code: null } }, { status });
}
