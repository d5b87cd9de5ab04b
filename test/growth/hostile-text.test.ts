import { test } from "node:test";
import { type Alarm, type Alert, worstMoment } from "../../src/alert.ts";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { idsIn } from "../../src/evidence/scan.ts";
import { redact } from "../../src/redact/redact.ts";
import { isGreedy } from "../../src/services/apigateway-event.ts";
import { changed } from "../../src/services/dynamodb-content.ts";
import { micros } from "../../src/time.ts";
import { isLinear, PIECES } from "./is-linear.ts";

/** A line of CloudWatch holds four times as much; a square of this takes a second already. */
const LARGE = 64 * 1024;
const masked = { redaction: { ...EMPTY_CATALOG.redaction, users: "masked" } } as const;

const ALERT: Alert = {
  incident: { id: "Q1", title: "", url: "" },
  at: micros(0),
  service: null,
  alarms: [],
  texts: [],
};
const NAMED = { name: "", arn: null, account: null, region: null, namespace: null, metric: null, dimensions: {} };
const ALARM: Alarm = { ...NAMED, changedAt: null, evaluatedMs: null, reason: null, threshold: null };
const WRITE = { operation: "MODIFY", resource: "rides", output: null, start: micros(0) };

/** What is looked for in text that others wrote, and what is repeated to make that slow, after how it begins. */
const LOOKING: readonly (readonly [what: string, look: (text: string) => unknown, hostile: readonly Hostile[]])[] = [
  [
    "ids",
    idsIn,
    ["\\", "0", "a-", "_", '"topic":"', '\\"', ":execution:", "1-"].map((unit) => ['"partition"', unit] as const),
  ],
  [
    "datapoints of an alarm",
    (reason) => worstMoment({ ...ALERT, alarms: [{ ...ALARM, reason }] }),
    [
      ["", "0"],
      ["", "1."],
      ["", "1E-"],
    ],
  ],
  [
    "a route for anything",
    isGreedy,
    [
      ["", "{"],
      ["", "{a+"],
    ],
  ],
  [
    "a number of a table",
    (number) => changed({ ...WRITE, input: { Keys: { id: { N: `${number}x` } } } }),
    [
      ["", "0"],
      ["1", "0"],
    ],
  ],
  [
    "secrets and people",
    (text) => redact({ text, users: { list: [{ id: "ana-1" }, { id: "ana-2" }] } }, masked),
    [
      ...[
        "eyJ-",
        "eyJa\n",
        "eyJaaaa.eyJ",
        "eyJ",
        "a-",
        "1 ",
        "4",
        "\\",
        '"',
        " ",
        "://a:",
        "mysql://a:",
        "<a>",
        "@a.",
        "a@",
      ],
      ...[
        "-----BEGIN ",
        "A ",
        "name:",
        'name:"',
        "cookie:a;",
        "%25",
        "X-Amz-Signature%3D",
        "?sig=",
        "key=password value=",
      ],
      ...[
        "password[",
        "password:",
        'password:"',
        'password:"\\\\"',
        "u'",
        "=>",
        "a.",
        "SG.",
        "sk-",
        "ana-",
        "bearer ",
        "bearer",
      ],
    ].flatMap((unit): Hostile[] => [
      ["", unit],
      ["password", unit],
    ]),
  ],
];
type Hostile = readonly [begins: string, unit: string];

for (const [what, look, hostile] of LOOKING) {
  test(`${what} are looked for as fast in text that was made to be slow`, () => {
    for (const [begins, unit] of hostile) {
      const text = (length: number): string => `${begins}${unit.repeat(length / unit.length)}\u0001`;
      isLinear({ small: text(LARGE / PIECES), large: text(LARGE), work: look });
    }
  });
}
