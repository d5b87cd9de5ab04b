import assert from "node:assert/strict";
import { createServer } from "node:http";
import { type TestContext, test } from "node:test";
import { serve } from "../../sandbox/serve.ts";
import { Fault } from "../../src/fault.ts";
import { type Asking, httpJson } from "../../src/sources/http-json.ts";
import { HTTP_LIMITS, type HttpLimits } from "../../src/sources/http-limits.ts";

type Serve = (request: Request) => Response | Promise<Response>;

test("200, 400 and 404 are answers, with what they say", async (t) => {
  for (const status of [200, 400, 404]) {
    const asking = await opened(t, () => Response.json({ status }, { status }));
    const answer = await asking.get("/any");
    assert.deepEqual([answer.status, answer.json], [status, { status }]);
  }
});

test("every other status is a fault that names it, and only a refusal is one for want of permission", async (t) => {
  for (const status of [201, 204, 304, 401, 403, 410, 418, 500]) {
    const asking = await opened(t, () => new Response(null, { status }));
    const fault = await faultOf(asking);
    assert.match(fault.message, new RegExp(`it answered ${status}$`));
    assert.equal(fault.code === "unauthorized", status === 401 || status === 403);
  }
});

test("what authorizes us is sent with every request", async (t) => {
  const seen: (string | null)[] = [];
  const served = await serve(async ({ headers }) => {
    seen.push(headers.get("authorization"), headers.get("x-scope-orgid"), headers.get("accept"));
    return Response.json({});
  });
  t.after(() => served.stop());
  const headers = { authorization: "Bearer secret", "X-Scope-OrgID": "night" };
  await httpJson({ name: "tempo", url: served.url, headers })(never()).get("/");
  assert.deepEqual(seen, ["Bearer secret", "night", "application/json"]);
});

test("a redirect is followed on its own host, and to no other", async (t) => {
  const seen: string[] = [];
  const elsewhere = await serve(async ({ headers }) => {
    seen.push(headers.get("authorization") ?? "nothing");
    return Response.json({ from: "elsewhere" });
  });
  t.after(() => elsewhere.stop());
  const asking = await opened(t, ({ url }) => {
    const { pathname } = new URL(url);
    if (pathname === "/moved") return Response.json({ from: "here" });
    const location = pathname === "/within" ? "/moved" : pathname === "/round" ? "/round" : elsewhere.url;
    return new Response(null, { status: 302, headers: { location } });
  });
  assert.deepEqual((await asking.get("/within")).json, { from: "here" });
  for (const path of ["/away", "/round"]) assert.match((await faultOf(asking, path)).message, /^it sends us elsewhere/);
  assert.deepEqual(seen, []);
});

test("a server that is busy is asked again, in the seconds or at the moment that it names", async (t) => {
  for (const status of [429, 502, 503, 504]) {
    for (const after of ["0", new Date(Date.now() - 5000).toUTCString(), null, "soon"]) {
      let asked = 0;
      const asking = await opened(t, () => {
        asked++;
        if (asked > 1) return Response.json({ asked });
        return new Response("busy", { status, headers: after === null ? {} : { "retry-after": after } });
      });
      assert.deepEqual((await asking.get("/")).json, { asked: 2 });
      assert.equal(asking.sent(), 2);
    }
  }
});

test("a server that wants to be left alone for longer than anybody waits is left alone, and says so", async (t) => {
  let asked = 0;
  const asking = await opened(t, () => {
    asked++;
    return new Response("busy", { status: 429, headers: { "retry-after": "3600" } });
  });
  assert.equal((await faultOf(asking)).message, "it is busy: it answered 429, and wants to be left alone for 3600 s");
  assert.equal(asked, 1);
});

test("while one request waits, no other goes out", async (t) => {
  const times: number[] = [];
  const asking = await opened(t, ({ url }) => {
    times.push(performance.now());
    const first = times.length === 1;
    return first ? new Response("busy", { status: 429, headers: { "retry-after": "1" } }) : Response.json({ url });
  });
  const first = asking.get("/first");
  while (times.length === 0) await new Promise((done) => setTimeout(done, 5));
  // Long enough for the refusal to have arrived, and far shorter than the wait.
  await new Promise((done) => setTimeout(done, 200));
  await Promise.all([first, asking.get("/second")]);
  const [refused = 0, ...later] = times;
  assert.equal(later.length, 2);
  for (const at of later) assert.ok(at - refused >= 990, "it came before the second was over");
});

test("a body that is longer than anybody reads is a fault before it was held", async (t) => {
  let sent = 0;
  const asking = await opened(
    t,
    () => {
      const blank = new Uint8Array(64 * 1024);
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          sent += blank.length;
          controller.enqueue(blank);
        },
      });
      return new Response(body);
    },
    { bodyBytes: 1024 * 1024 },
  );
  const fault = await faultOf(asking);
  assert.deepEqual([fault.code, fault.message], ["too-large", "its answer is longer than 1 MB"]);
  assert.ok(sent < 32 * 1024 * 1024, `${sent} bytes were sent`);
});

test("a request that takes too long ends by itself, and so does one that nobody waits for any more", async (t) => {
  const asking = await opened(t, () => new Promise(() => {}), { requestMs: 50 });
  assert.equal((await faultOf(asking)).message, "it did not answer in time");
  const left = await opened(t, () => new Promise(() => {}), {}, AbortSignal.timeout(50));
  assert.equal((await faultOf(left)).message, "it did not answer in time");
});

test("a body in any shape is bytes, and JSON only where it is an object or a list", async (t) => {
  for (const text of ["", "null", "3", '"text"', "<html>", "{", "[1,2", "\u0000\ufffd", "{}}"]) {
    const asking = await opened(t, () => new Response(text));
    const answer = await asking.get("/");
    assert.deepEqual([answer.json, Buffer.from(answer.bytes).toString()], [undefined, text]);
  }
});

test("a connection that was closed as it was used again is opened anew, and no more often than three times", async (t) => {
  for (const [breaks, status] of [
    [1, 200],
    [2, 200],
    [3, null],
  ] as const) {
    let asked = 0;
    const server = createServer((request, response) => {
      asked++;
      if (asked <= breaks) request.socket.destroy();
      else response.end("{}");
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    t.after(() => server.close());
    const address = server.address();
    assert.ok(address !== null && typeof address !== "string");
    const asking = httpJson({ name: "jaeger", url: `http://127.0.0.1:${address.port}`, headers: {} })(never());
    if (status === null) assert.match((await faultOf(asking)).message, /^it cannot be reached: /);
    else assert.equal((await asking.get("/")).status, status);
    assert.equal(asked, Math.min(3, breaks + 1));
    server.closeAllConnections();
  }
});

test("nobody at the address is a fault that says what the matter is, in one line", async () => {
  const asking = httpJson({ name: "jaeger", url: "http://127.0.0.1:1", headers: {} })(never());
  assert.match((await faultOf(asking)).message, /^it cannot be reached: .+$/);
});

async function opened(
  t: TestContext,
  answer: Serve,
  limits: Partial<HttpLimits> = {},
  until: AbortSignal = never(),
): Promise<Asking> {
  const served = await serve(async (request) => answer(request));
  t.after(() => served.stop());
  const backend = { name: "tempo", url: served.url, headers: { authorization: "Bearer secret" } } as const;
  return httpJson(backend, { ...HTTP_LIMITS, pauseMs: 1, ...limits })(until);
}

async function faultOf(asking: Asking, path = "/"): Promise<Fault> {
  try {
    await asking.get(path);
  } catch (error) {
    assert.ok(error instanceof Fault, String(error));
    return error;
  }
  assert.fail("it was answered");
}

function never(): AbortSignal {
  return new AbortController().signal;
}
