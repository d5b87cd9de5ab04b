import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { redact } from "../../src/redact/redact.ts";

const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI5YThkZGY5MyJ9.c2lnbmF0dXJlLW9mLXRva2Vu";
const CARD = "4242 4242 4242 4242";

const SECRETS: readonly (readonly [what: string, text: string, secret: string])[] = [
  ["a bearer token in a header line", `Authorization: Bearer ${JWT}`, JWT],
  ["a token without any name", `could not verify ${JWT}!`, JWT],
  ["an opaque bearer token", "sent Bearer 7f3c9a1b2d4e", "7f3c9a1b2d4e"],
  ["basic credentials", "authorization=Basic YXBwOnMzY3JldA==", "YXBwOnMzY3JldA=="],
  ["an access key", "using AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"],
  ["a Slack token", "xoxb-1234567890-abcdefghij", "xoxb-1234567890"],
  ["a payment key", "stripe says no to sk_live_51H8xyzABCDEF", "sk_live_51H8xyzABCDEF"],
  ["a card number", `charged ${CARD} twice`, CARD],
  ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----", "MIIEow"],
  ["a password in a URL", "connecting to postgres://app:s3cr3t@db.internal:5432/rides", "s3cr3t"],
  ["a password of a few letters", 'body {"user":"ana","password":"abc"}', "abc"],
  ["a password with signs in it", '{"password":"p@ss wörd!"}', "p@ss wörd!"],
  ["a password with a quote in it", '{"password":"half\\"other half"}', "other half"],
  ["a password in JSON text inside of JSON text", JSON.stringify({ body: '{"password":"p@ss!1"}' }), "p@ss!1"],
  [
    "a password three texts deep",
    JSON.stringify({ Message: JSON.stringify({ body: '{"password":"p@ss\\"!1"}' }) }),
    "p@ss",
  ],
  ["a cookie of an event that was logged as text", 'EVENT {"headers":{"cookie":"session=9f8e7d"}}', "session=9f8e7d"],
  ["the cookies of an HTTP API's event", 'EVENT {"cookies":["session=9f8e7d","cart=12"],"a":1}', "session=9f8e7d"],
  ["a signature in a link", "https://b.s3.amazonaws.com/k?X-Amz-Signature=0badcafe&x=1", "0badcafe"],
  ["a session token in a link", "?X-Amz-Security-Token=FwoGZXIvYXdz&x=1", "FwoGZXIvYXdz"],
  ["a field as Python prints it", "{'api_key': 'k-123', 'ride': 'ride_1'}", "k-123"],
  ["a field as Python 2 prints it", "{u'password': u'k-123'}", "k-123"],
  ["a field as Ruby prints it", '{:password=>"k-123"}', "k-123"],
  ["an element of XML", "<ns:password>k-123</ns:password>", "k-123"],
  ["a token without its last part", JWT.slice(0, JWT.lastIndexOf(".")), JWT.split(".")[1] ?? "none"],
  ["a token that was wrapped", `${JWT.slice(0, 30)}\n  ${JWT.slice(30)}`, JWT.slice(30)],
  ["a token that was wrapped inside of JSON", `"${JWT.slice(0, 12)}\\n${JWT.slice(12)}"`, JWT.slice(12, 40)],
  ["a token of GitHub", "github_pat_11ABCDEFG0123456789_abcdefghijklmnop", "11ABCDEFG0123456789"],
  ["a token of Slack's socket", "xapp-1-A0123-4567-abcdef0123", "A0123"],
  ["a key of Google", "AIzaSyA-1234567890abcdefghijklmnopqrstu", "SyA-1234567890"],
  ["the address of a webhook", "https://hooks.slack.com/services/T0/B0/abcDEF123", "abcDEF123"],
  [
    "an encrypted private key",
    "-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES\n\nMIIEow\n-----END RSA PRIVATE KEY-----",
    "MIIEow",
  ],
  ["a password of nobody in a URL", "redis://:s3cr3t@cache:6379/0", "s3cr3t"],
  ["a password with a slash in a URL", "postgres://app:s3/cr3t@db:5432/rides", "cr3t"],
  ["a password with an @ in a URL", "https://app:s3@cr3t@db/rides", "cr3t"],
  ["a key in a connection string", "AccountName=rides;AccountKey=k123==;EndpointSuffix=core", "k123"],
  ["a signature of Azure in a link", "https://x.blob.core.windows.net/c?sv=2020&sig=k123%3D&x=1", "k123"],
  [
    "a signature in a link inside of a link",
    "?next=https%3A%2F%2Fb%2Fk%3FX-Amz-Signature%3D0badcafe%26x%3D1",
    "0badcafe",
  ],
  ["the second of two cookies", "Cookie: theme=dark; session=9f8e7d", "9f8e7d"],
  ["a variable of the environment", "DB_PASSWORD=k-123 STAGE=prod", "k-123"],
  ["a property of a framework", "spring.datasource.password=k-123", "k-123"],
  ["a header that is a pair, as text", '[{"name":"x-auth-token","value":"k-123"}]', "k-123"],
  ["an opaque bearer token of letters", "sent Bearer abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz"],
];

for (const [what, text, secret] of SECRETS) {
  test(`${what} is not shown`, () => {
    const shown = redact(text, EMPTY_CATALOG);
    assert.ok(!shown.includes(secret), shown);
    assert.match(shown, /\[[a-z ]+ 1\]/);
  });
}

/** Everything by which evidence is joined and found again, and prose in which the words for secrets stand. */
const KEPT: readonly string[] = [
  "START RequestId: de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa Version: $LATEST",
  "XRAY TraceId: 1-5759e988-bd862e3fe1be46a994272793 SegmentId: 53995c3f42cd8ad8 Sampled: true",
  "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
  "4bf92f3577b34da6a3ce929d0e0e4736",
  '{"$metadata":{"httpStatusCode":200,"requestId":"U9R5VPOGHOKHIB7NH0O61U3FKRVV4KQNSO5AEMVJF66Q9ASUAAJG","attempts":1}}',
  '{"apigwRequestId":"JKJaXmPLvHcESHA=","NextToken":"AAAAAg==","tokens":12,"keyId":"k1"}',
  "49590338271490256608559692538361571095921575989136588898",
  "arn:aws:sqs:eu-central-1:123456789012:receipts",
  "https://sqs.eu-central-1.amazonaws.com/123456789012/receipts",
  "waited from 1763778713000 to 1763778714000, order 4000123412341235",
  "the basic settings are fine, and the secret handshake too",
  '{"ContinuationToken":"AAAAAg==","ClientRequestToken":"de1cf8e1","taskToken":"AAAAKgAAAAIAAAAA"}',
  "InvalidToken: The provided token is malformed; POST /reset-password: 500",
  "https://rides.example.com:8443/who?email=ana@example.com",
  '[{"name":"stage","value":"prod"}]',
  Buffer.from('{"ride":"ride_1","from":"Berlin"}').toString("base64"),
  "password is required; token: null; secret=undefined; cookie: none",
  "ana@example.com",
];

for (const text of KEPT) {
  test(`kept as it is: ${text}`, () => {
    assert.equal(redact(text, EMPTY_CATALOG), text);
    const inside = { payload: { list: [text] } };
    assert.deepEqual(redact(inside, EMPTY_CATALOG), inside);
  });
}

test("an id of digits alone is taken for no card", () => {
  const digit = fc.integer({ min: 0, max: 9 });
  const id = fc.array(digit, { minLength: 32, maxLength: 32 }).map((digits) => {
    return digits.join("").replace(/^(.{8})(.{4}).(.{3})(.{4})(.{12})$/, "$1-$2-4$3-$4-$5");
  });
  fc.assert(
    fc.property(id, (uuid) => {
      assert.equal(redact(`RequestId: ${uuid} ended`, EMPTY_CATALOG), `RequestId: ${uuid} ended`);
    }),
    { numRuns: 500, seed: 7 },
  );
});

test("a field whose name says that it is secret is hidden with everything in it, however the name is written", () => {
  const payload = {
    headers: { Authorization: "x", "Set-Cookie": ["a=1", "b=2"], "x-api-key": "k" },
    client_secret: { old: "one", new: 2 },
    ACCESS_TOKEN: "t",
    password: "",
    token: null,
    pin: true,
  };
  assert.deepEqual(redact(payload, EMPTY_CATALOG), {
    headers: {
      Authorization: "[secret 1]",
      "Set-Cookie": ["[secret 2]", "[secret 3]"],
      "x-api-key": "[secret 4]",
    },
    client_secret: { old: "[secret 5]", new: "[secret 6]" },
    ACCESS_TOKEN: "[secret 7]",
    password: "",
    token: null,
    pin: true,
  });
});

test("a variable whose name ends as a secret's does is hidden", () => {
  const environment = {
    DB_PASSWORD: "a1",
    STRIPE_SECRET_KEY: "b2",
    GITHUB_TOKEN: "c3",
    JWT_SECRET: "d4",
    STAGE: "prod",
  };
  assert.deepEqual(redact({ environment }, EMPTY_CATALOG).environment, {
    DB_PASSWORD: "[secret 1]",
    STRIPE_SECRET_KEY: "[secret 2]",
    GITHUB_TOKEN: "[secret 3]",
    JWT_SECRET: "[secret 4]",
    STAGE: "prod",
  });
});

test("the value of a pair is hidden where the name beside it says so", () => {
  const headers = [
    { key: "Authorization", value: "k1" },
    { Name: "DB_PASSWORD", Value: "k2" },
    { name: "stage", value: "prod" },
  ];
  assert.deepEqual(redact({ headers }, EMPTY_CATALOG).headers, [
    { key: "Authorization", value: "[secret 1]" },
    { Name: "DB_PASSWORD", Value: "[secret 2]" },
    { name: "stage", value: "prod" },
  ]);
});

test("JSON in base64 is looked into, and stays JSON in base64; however often it is packed", () => {
  const pack = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64");
  const unpack = (text: string): unknown => JSON.parse(Buffer.from(text, "base64").toString());
  const packed = pack({ user: "ana", password: "s3cr3t" });
  const { data, twice } = redact({ data: `got ${packed}`, twice: pack({ data: packed }) }, EMPTY_CATALOG);
  assert.deepEqual(unpack(data.replace("got ", "")), { user: "ana", password: "[secret 1]" });
  assert.deepEqual(unpack(twice), { data: data.replace("got ", "") });
});

test("the number of a card is hidden where it is a number in a payload, and a report's own numbers are not", () => {
  const report = { at: 4242424242424242, hops: [{ input: { pan: 4242424242424242, at: 1763778713000, n: 17 } }] };
  assert.deepEqual(redact(report, EMPTY_CATALOG), {
    at: 4242424242424242,
    hops: [{ input: { pan: "[card 1]", at: 1763778713000, n: 17 } }],
  });
});

test("a map that is keyed by a secret does not show it", () => {
  const input = { AKIAIOSFODNN7EXAMPLE: { uses: 2 } };
  assert.deepEqual(redact({ input }, EMPTY_CATALOG).input, { "[access key 1]": { uses: 2 } });
});

test("the same secret reads alike wherever it stands, so that one can see that it is the same", () => {
  const shown = redact({ log: `Bearer ${JWT}`, header: JWT, authorization: JWT, other: "token=abc" }, EMPTY_CATALOG);
  assert.deepEqual(shown, {
    log: "Bearer [token 1]",
    header: "[token 1]",
    authorization: "[token 1]",
    other: "token=[secret 2]",
  });
});

test("the catalog names further fields, which are hidden in payloads and in text", () => {
  const catalog = { redaction: { ...EMPTY_CATALOG.redaction, keys: ["license-plate"] } };
  assert.deepEqual(redact({ licensePlate: "B-XY 12", log: 'ride {"license_plate":"B-XY 12"}' }, catalog), {
    licensePlate: "[secret 1]",
    log: 'ride {"license_plate":"[secret 1]"}',
  });
});

test("what was JSON text stays JSON text where quotes stood around the secret", () => {
  const shown = redact(JSON.stringify({ body: JSON.stringify({ password: 'a"b\\', ride: "ride_1" }) }), EMPTY_CATALOG);
  assert.deepEqual(JSON.parse(JSON.parse(shown).body), { password: "[secret 1]", ride: "ride_1" });
});

test("what is redacted once is not changed when it is redacted again", () => {
  for (const [, text] of SECRETS) {
    const once = redact(text, EMPTY_CATALOG);
    assert.equal(redact(once, EMPTY_CATALOG), once);
  }
});

test("the input is left as it was", () => {
  const payload = { password: "hunter2", inner: [{ token: "abc" }] };
  const before = structuredClone(payload);
  redact(payload, EMPTY_CATALOG);
  assert.deepEqual(payload, before);
});

test("a payload of any depth is walked", () => {
  const top: { inner?: object; password?: string } = {};
  let deepest = top;
  for (let depth = 0; depth < 50_000; depth++) {
    const inner = {};
    deepest.inner = inner;
    deepest = inner;
  }
  deepest.password = "hunter2";
  let shown: typeof top = redact(top, EMPTY_CATALOG);
  while (shown.inner !== undefined) shown = shown.inner;
  assert.equal(shown.password, "[secret 1]");
});

test("a key called __proto__ is data like any other", () => {
  const shown = redact(JSON.parse('{"__proto__":{"password":"hunter2"}}'), EMPTY_CATALOG);
  assert.equal(JSON.stringify(shown), '{"__proto__":{"password":"[secret 1]"}}');
});

test("whatever comes, its shape stays, and what holds no word for a secret stays whole", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const shown: unknown = redact(value, EMPTY_CATALOG);
      assert.deepEqual(shapeOf(shown), shapeOf(value));
      const harmless = !/[:=\d]|\s/.test(JSON.stringify(value).replaceAll(/[{}[\],":]/g, ""));
      if (harmless) assert.deepEqual(shown, value);
    }),
    { numRuns: 300, seed: 7 },
  );
});

/** A value with every leaf made null. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

describe("users", () => {
  const report = {
    users: { hit: 2, list: [{ id: "auth0|4711", requests: 4711 }, { id: "4711" }, { id: "7" }] },
    transactions: [
      {
        user: { id: "auth0|4711" },
        hops: [
          {
            input: { sub: "auth0|4711", who: "USER#auth0|4711", email: "ana@example.com", account: 4711, n: 7 },
            output: { "auth0|4711": "ok" },
          },
        ],
        logs: [{ text: "charging auth0|4711 (ana@example.com) took 7 ms, and auth0|47112 is somebody else" }],
      },
    ],
  };
  const masked = (users: "full" | "masked" | "count") =>
    redact(report, { redaction: { ...EMPTY_CATALOG.redaction, users } });

  test("are shown where the team says nothing", () => {
    assert.deepEqual(masked("full"), report);
  });

  test("are numbers where they are masked, and the same one everywhere", () => {
    const { users, transactions } = masked("masked");
    assert.deepEqual(users, {
      hit: 2,
      list: [{ id: "[user 1]", requests: 4711 }, { id: "[user 2]" }, { id: "[user 3]" }],
    });
    assert.deepEqual(transactions, [
      {
        user: { id: "[user 1]" },
        hops: [
          {
            input: { sub: "[user 1]", who: "USER#[user 1]", email: "[email 4]", account: "[user 2]", n: "[user 3]" },
            output: { "[user 1]": "ok" },
          },
        ],
        logs: [{ text: "charging [user 1] ([email 4]) took 7 ms, and auth0|47112 is somebody else" }],
      },
    ]);
  });

  test("are only counted where that is all that may be shown", () => {
    const shown = masked("count");
    assert.deepEqual(shown.users, { hit: 2, list: [] });
    assert.doesNotMatch(JSON.stringify(shown), /auth0\|4711"|ana@/);
  });

  test("leave no trace of their ids, whatever these are and wherever they stand", () => {
    const signs = fc.constantFrom(..."abé09|@.-_()[]+*\\$^");
    const id = fc.string({ unit: signs, minLength: 4, maxLength: 30 });
    fc.assert(
      fc.property(
        fc.uniqueArray(id, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(" ", '"', "=", "/"),
        (ids, sep) => {
          const text = ids.map((one) => `${sep}${one}${sep}`).join("");
          const shown = redact(
            { users: { list: ids.map((one) => ({ id: one })) }, transactions: [], text },
            { redaction: { ...EMPTY_CATALOG.redaction, users: "masked" } },
          );
          for (const one of ids) assert.ok(!JSON.stringify(shown).includes(JSON.stringify(one).slice(1, -1)), one);
        },
      ),
    );
  });
});

test("what was seen of a field whose name says that it is secret is not shown, wherever it is told", () => {
  const field = {
    path: "user.password",
    seen: [{ hop: "h1", value: "hunter2" }],
    steps: [{ hop: "h1", path: "body.user.password", value: "hunter2" }],
  };
  const shown = JSON.stringify(redact({ field }, EMPTY_CATALOG));
  assert.doesNotMatch(shown, /hunter2/);
  assert.match(shown, /"hop":"h1"/);
});
