import assert from "node:assert/strict";
import { test } from "node:test";
import { backendsFrom } from "../src/backends.ts";
import { configFrom } from "../src/config.ts";
import { Fault } from "../src/fault.ts";

test("nobody has to have a store of traces, and a variable without an address names none", () => {
  assert.deepEqual(backendsFrom({ JAEGER_TOKEN: "t", TEMPO_URL: " ", ZIPKIN_URL: "" }), []);
});

test("each of the three is named by its address, which loses its last slashes", () => {
  const named = backendsFrom({
    ZIPKIN_URL: "http://zipkin:9411//",
    TEMPO_URL: " https://tempo.example.com/base/ ",
    JAEGER_URL: "http://127.0.0.1:16686",
  });
  assert.deepEqual(named, [
    { name: "jaeger", url: "http://127.0.0.1:16686", headers: {} },
    { name: "tempo", url: "https://tempo.example.com/base", headers: {} },
    { name: "zipkin", url: "http://zipkin:9411", headers: {} },
  ]);
});

test("who asks is said by a token, or else by a user and a password", () => {
  const [jaeger, tempo] = backendsFrom({
    JAEGER_URL: "http://jaeger",
    JAEGER_TOKEN: "t-1",
    JAEGER_USER: "ignored",
    JAEGER_PASSWORD: "ignored",
    TEMPO_URL: "http://tempo",
    TEMPO_USER: "maya",
    TEMPO_PASSWORD: "ünlock:me",
  });
  assert.deepEqual(jaeger?.headers, { authorization: "Bearer t-1" });
  assert.deepEqual(tempo?.headers, { authorization: `Basic ${Buffer.from("maya:ünlock:me").toString("base64")}` });
});

test("other headers are listed as OpenTelemetry's exporters have them, and Tempo's tenant is one of them", () => {
  const [tempo] = backendsFrom({
    TEMPO_URL: "http://tempo",
    TEMPO_TENANT: "night",
    TEMPO_HEADERS: "X-A=1, x-b=b%20c=d,,",
  });
  assert.deepEqual(tempo?.headers, { "x-a": "1", "x-b": "b c=d", "x-scope-orgid": "night" });
});

test("everything that is wrong is named at once, with what else is wrong, and no secret is repeated", () => {
  const mistakes = mistakesIn({
    JAEGER_URL: "jaeger:16686",
    TEMPO_URL: "https://maya:hunter2@tempo",
    TEMPO_HEADERS: "hunter2",
    ZIPKIN_URL: "http://zipkin",
    ZIPKIN_USER: "maya",
    ZIPKIN_HEADERS: "x=hunter2\nx",
  });
  assert.deepEqual(
    mistakes.filter((line) => /^(JAEGER|TEMPO|ZIPKIN)/.test(line)),
    [
      "JAEGER_URL is no address that begins with http:// or https://",
      "TEMPO_URL holds a user: name it in TEMPO_USER and TEMPO_PASSWORD",
      "TEMPO_HEADERS, or another of its variables, is no list of name=value",
      "ZIPKIN_HEADERS, or another of its variables, is no list of name=value",
      "ZIPKIN_PASSWORD is not set",
    ],
  );
  assert.ok(mistakes.includes("SLACK_CHANNEL is not set"));
  assert.doesNotMatch(mistakes.join("\n"), /hunter2/);
});

function mistakesIn(env: Readonly<Record<string, string>>): string[] {
  try {
    configFrom(env);
  } catch (error) {
    assert.ok(error instanceof Fault);
    return error.message.split("\n");
  }
  assert.fail("it was taken");
}
