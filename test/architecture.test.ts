import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { type StringLiteral, stringLiterals } from "./string-literals.ts";

const HOUSE = join(import.meta.dirname, "..");
const MOST_LINES = 300;

/** The rooms of the house, and what lies in each. The first that fits a path is where it lies. */
const ROOMS = {
  main: /^src\/(main\.ts|load-catalog\.ts|cli\/)/,
  handlers: /^handlers\//,
  outside: /^src\/(slack|pagerduty|store|sources|say|narrate|pictures)\//,
  investigate:
    /^src\/(investigate|known-so-far|places-that-matter|list-inventory|trace|pursue|gather|think|judged-in|report-on|report-gaps|transaction-view|bot)\.ts/,
  thinking:
    /^src\/((stitch|impact|cause|redact)\/|(plan|verdict|verdict-limits|verdict-reasons|subject|backstage|as-of|unplaced|query|draft-of|inventory-from|logged-by)\.ts)/,
  services: /^src\/services\//,
  decode: /^src\/(decode|evidence)\//,
  nouns: /^src\/[a-z-]+\.ts/,
} as const;
type Room = keyof typeof ROOMS;

/**
 * Which rooms a room may look into, beside itself. `bot.ts` stands with `investigate` because it names the outside and is named
 * by the handlers alone.
 */
const MAY_IMPORT: Readonly<Record<Room, readonly Room[]>> = {
  main: ["handlers", "outside", "investigate", "thinking", "services", "decode", "nouns"],
  handlers: ["outside", "investigate", "thinking", "services", "decode", "nouns"],
  investigate: ["outside", "thinking", "services", "decode", "nouns"],
  outside: ["services", "decode", "nouns"],
  thinking: ["services", "decode", "nouns"],
  services: ["decode", "nouns"],
  decode: ["services", "nouns"],
  nouns: [],
};

/** What crosses a wall although the rule forbids it, each with its reason. Types vanish when the program runs. */
const TYPES_THAT_CROSS: readonly (readonly [from: RegExp, to: string])[] = [
  // The contract of a source names what it is asked about.
  [/^src\/sources\/source\.ts$/, "src/subject.ts"],
  // The plan and the moment speak of questions and of what was read: the contract alone, no source.
  [/^src\/(plan|as-of|unplaced)\.ts$/, "src/sources/source.ts"],
];

/** Rooms of the outside, of which none knows another. */
const STRANGERS = ["src/slack/", "src/pagerduty/", "src/store/", "src/sources/", "src/narrate/"];

interface Import {
  readonly file: string;
  readonly line: number;
  readonly to: string;
  readonly typeOnly: boolean;
}

const FILES = globSync(["src/**/*.ts", "handlers/**/*.ts"], { cwd: HOUSE })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => !name.endsWith(".d.ts"))
  .sort();
const TEXTS = new Map(FILES.map((file) => [file, readFileSync(join(HOUSE, file), "utf8")]));
const IMPORTS = FILES.flatMap(importsOf);

test("there is a house to look at", () => {
  assert.ok(FILES.length > 80 && IMPORTS.length > 300);
  for (const file of FILES) assert.ok(roomOf(file) !== null, `${file} lies in no room`);
});

test("imports run one way, from main and handlers through investigating, the outside and the thinking to the nouns", () => {
  none(
    IMPORTS.flatMap((one) => {
      const [from, to] = [roomOf(one.file), roomOf(one.to)];
      if (from === null || to === null || from === to || MAY_IMPORT[from].includes(to)) return [];
      if (one.typeOnly && TYPES_THAT_CROSS.some(([file, target]) => file.test(one.file) && target === one.to))
        return [];
      return [`${place(one)}: ${from} imports ${to} (${one.to})`];
    }),
  );
});

test("no outside knows another: Slack, PagerDuty, the store and the sources are strangers", () => {
  none(
    IMPORTS.flatMap((one) => {
      const own = STRANGERS.find((name) => one.file.startsWith(name));
      const other = STRANGERS.find((name) => one.to.startsWith(name));
      return own === undefined || other === undefined || own === other ? [] : [`${place(one)}: ${one.to}`];
    }),
  );
});

test("no face asks a source, and what finds words knows neither sources nor thoughts", () => {
  none(
    IMPORTS.filter(({ file }) => file.startsWith("src/say/"))
      .filter(({ to }) => !to.startsWith("src/say/") && !["nouns", "services"].includes(roomOf(to) ?? ""))
      .map((one) => `${place(one)}: ${one.to}`),
  );
});

test("handlers find no words: what people read stands in say, and only the log is written in place", () => {
  const said = FILES.filter((file) => file.startsWith("handlers/")).flatMap((file) =>
    stringLiterals(TEXTS.get(file) ?? "").map((one) => ({ ...one, file })),
  );
  assert.ok(said.length > 100);
  const inLog = ({ calls }: StringLiteral): boolean => calls.some((call) => /\blog\.(info|warn|error)$/.test(call));
  assert.ok(said.filter((one) => inLog(one) && isSentence(one)).length > 10, "the log's sentences are known as such");
  none(said.filter((one) => !inLog(one) && isSentence(one)).map((one) => `${place(one)}: ${one.text}`));
});

test("nothing of the program imports the sandbox or a test", () => {
  none(IMPORTS.filter(({ to }) => /^(sandbox|test)\//.test(to)).map((one) => `${place(one)}: ${one.to}`));
});

test("nothing imports itself by a circle of imports that exist when the program runs", () => {
  const known = new Map<string, readonly string[]>(
    FILES.map((file) => [file, IMPORTS.filter((one) => one.file === file && !one.typeOnly).map(({ to }) => to)]),
  );
  none(FILES.flatMap((file) => (leadsTo(file, known).has(file) ? [`${file} imports itself in the end`] : [])));
});

test("the environment is read where a process begins, and nowhere else", () => {
  const begins = ["src/main.ts", "src/cli/run.ts"];
  none(where(/\bprocess\.env\b|\bimport\.meta\.env\b/, (file) => !begins.includes(file)));
});

test("whoever asks which service it is belongs into the services", () => {
  const names =
    "apigateway|alb|function-url|appsync|lambda|ecs|sqs|sns|eventbridge|scheduler|s3|dynamodb|kinesis|firehose|stepfunctions|kafka|ses|cognito|iot";
  const compared = new RegExp(
    `\\b[sS]ervice(Name)?\\s*[!=]==?\\s*"(${names}|http)"|"(${names}|http)"\\s*[!=]==?\\s*\\S*\\b[sS]ervice\\b|case "(${names})":`,
  );
  none(where(compared, (file) => !file.startsWith("src/services/")));
});

test("no file is longer than a person reads at once", () => {
  const sizes = [...TEXTS].map(([file, text]) => [file, text.split("\n").length - 1] as const);
  none(sizes.filter(([, lines]) => lines > MOST_LINES).map(([file, lines]) => `${file}: ${lines} lines`));
});

test("a file exports by name what it is named for: no default exports, and no barrels", () => {
  none(where(/^export default\b|^export (type )?(\*|\{[^}]*\}) from\b/, () => true));
});

test("no file is named for nothing in particular", () => {
  none(FILES.filter((file) => /\/(utils?|helpers?|common|misc|shared-code)(\.ts|\/)/.test(file)));
  none(FILES.filter((file) => !/^[a-z0-9/-]+\.ts$/.test(file)));
});

test("nothing silences the checker", () => {
  none(where(/@ts-(ignore|expect-error|nocheck)|\bas any\b|: any\b|<any>|\bas unknown as\b|biome-ignore/, () => true));
});

/** Begins as a sentence or a label does, ends as one does, or holds words in a row: marks of messages have fewer. */
function isSentence({ text, filled }: StringLiteral): boolean {
  const words = filled ? /\p{L}{2,}[,;:]? \p{L}+[,;:]? \p{L}+/u : /\p{L}{2,}[,;:]? \p{L}+/u;
  return (
    /^\s*(\p{Lu}\p{Ll}|\p{Extended_Pictographic})/u.test(text) ||
    /\p{L}[.!?…]$/u.test(text.replace(/…$/, "")) ||
    words.test(text)
  );
}

function none(offenders: readonly string[]): void {
  assert.equal(offenders.length, 0, `\n${offenders.join("\n")}`);
}

function place({ file, line }: Pick<Import, "file" | "line">): string {
  return `${file}:${line}`;
}

function roomOf(path: string): Room | null {
  for (const [room, pattern] of Object.entries(ROOMS)) if (pattern.test(path) && isRoom(room)) return room;
  return null;
}

function isRoom(name: string): name is Room {
  return name in ROOMS;
}

/** The imports of other files of this repository. */
function importsOf(file: string): Import[] {
  const text = TEXTS.get(file) ?? "";
  const found: Import[] = [];
  for (const match of text.matchAll(
    /^(?:import|export)\b([^;"]*?)\bfrom "(\.[^"]+)"|^import "(\.[^"]+)"|\bimport\("(\.[^"]+)"\)/gm,
  )) {
    const [, names = "", from, bare, dynamic] = match;
    const path = from ?? bare ?? dynamic ?? "";
    found.push({
      file,
      line: text.slice(0, match.index).split("\n").length,
      to: relative(HOUSE, join(HOUSE, dirname(file), path)).replaceAll("\\", "/"),
      typeOnly: from !== undefined && isTypeOnly(names.trim()),
    });
  }
  return found;
}

/** `type X`, `type { X }` or `{ type X, type Y }`. */
function isTypeOnly(names: string): boolean {
  if (/^type\b/.test(names)) return true;
  const list = /^\{([\s\S]*)\}$/.exec(names)?.[1] ?? "a value";
  return list.split(",").every((one) => one.trim() === "" || /^type\b/.test(one.trim()));
}

function leadsTo(file: string, known: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...(known.get(file) ?? [])];
  for (const one of open) {
    if (reached.has(one)) continue;
    reached.add(one);
    open.push(...(known.get(one) ?? []));
  }
  return reached;
}

/** Every line of code that a pattern finds, comments left out, as `file:line: text`. */
function where(pattern: RegExp, counts: (file: string) => boolean): string[] {
  return [...TEXTS].flatMap(([file, text]) =>
    text
      .split("\n")
      .map((line, i) => ({ line, at: `${file}:${i + 1}` }))
      .filter(({ line }) => counts(file) && !/^\s*(\/\/|\*|\/\*)/.test(line) && pattern.test(line))
      .map(({ line, at }) => `${at}: ${line.trim()}`),
  );
}
