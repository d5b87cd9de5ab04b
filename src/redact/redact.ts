import type { Catalog } from "../catalog.ts";
import { isArray, isObject, type Json } from "../json.ts";
import type { Shown } from "../report.ts";
import { withPacked } from "./packed.ts";
import { masksOf, withoutList } from "./people.ts";
import { secretNames } from "./secret-names.ts";
import { isCard, secretsIn } from "./secrets.ts";

const PAYLOADS: ReadonlySet<string> = new Set(["input", "output", "environment", "tags", "seen", "steps"]);
/** In these the names of fields are an application's, too: a map may be keyed by a person, or by a token. */
const MAPS: ReadonlySet<string> = new Set(["input", "output", "environment"]);

/**
 * The last pure step before anything leaves: the one maker of `Shown`. Secrets become placeholders, numbered by the order in
 * which they appear, so that the same secret reads alike everywhere and nothing can be computed back from it. So do users
 * where the team wants that: `masked` keeps them apart, `count` says only how many there are. The input is left as it was; the
 * walk keeps its own stack, so depth costs nothing.
 */
export function redact<T>(value: T, { redaction }: Pick<Catalog, "redaction">): Shown<T> {
  const whole = value as Json;
  const words = wordsOf(whole, redaction);
  const top: { value: Json } = { value: null };
  const from = redaction.users === "count" ? withoutList(whole) : whole;
  const open: Task[] = [{ from, into: top, key: "value", theirs: false, ...OUTSIDE }];
  for (let task = open.pop(); task !== undefined; task = open.pop()) {
    const { from, into, secret, payload } = task;
    const key = task.theirs ? words.key(task.key) : task.key;
    if (isArray(from) || isObject(from)) {
      const copy = isArray(from) ? [] : {};
      put(into, key, copy);
      // Backwards onto the stack, so that everything is met, numbered and put in its own order.
      for (const [name, inner] of Object.entries(from).reverse())
        open.push({ from: inner, into: copy, key: name, ...inside(task, name, words) });
    } else {
      put(into, key, secret ? words.hidden(from) : words.shown(from, payload));
    }
  }
  return top.value as Shown<T>;
}

/** What is said instead of what stands there. */
interface Words {
  isSecretName(name: string): boolean;
  shown(leaf: Json, payload: boolean): Json;
  hidden(leaf: Json): Json;
  key(name: string): string;
}

function wordsOf(whole: Json, { keys, users }: Catalog["redaction"]): Words {
  const isSecretName = remembered(secretNames(keys));
  const numbers = new Map<string, string>();
  const placeholder = (kind: string, secret: string): string => {
    const known = numbers.get(secret);
    if (known !== undefined) return known;
    const made = `[${kind} ${numbers.size + 1}]`;
    numbers.set(secret, made);
    return made;
  };
  const masks = users === "full" ? null : masksOf(whole, placeholder);
  const safe = (text: string): string => {
    const secretless = secretsIn(text, isSecretName, placeholder);
    return masks === null ? secretless : masks.in(secretless);
  };
  return {
    isSecretName,
    key: remembered(safe),
    shown(leaf, payload) {
      if (typeof leaf === "string") return withPacked(leaf, safe);
      if (typeof leaf !== "number" || !payload) return leaf;
      return isCard(`${leaf}`) ? placeholder("card", `${leaf}`) : (masks?.number(leaf) ?? leaf);
    },
    // That a field is empty, or true or false, is no secret.
    hidden: (leaf) =>
      typeof leaf === "number" || (typeof leaf === "string" && leaf !== "") ? placeholder("secret", `${leaf}`) : leaf,
  };
}

/** The same few names come again and again. */
function remembered<T>(ask: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const answer = ask(name);
    known.set(name, answer);
    return answer;
  };
}

/** What holds of a field for everything in it. */
interface Place {
  readonly secret: boolean;
  /** Of what an application said, where a number may be somebody's id; of the report's own numbers none is. */
  readonly payload: boolean;
  /** Of what went in or came out, where names of fields tell as much as values. */
  readonly map: boolean;
  /** It tells of a field by its path, and that one is secret: every `value` in it is. */
  readonly named: boolean;
}
const OUTSIDE: Place = { secret: false, payload: false, map: false, named: false };

/** What holds of a field of what a task is about. */
function inside({ from, ...task }: Task, name: string, { isSecretName }: Words): Place & Pick<Task, "theirs"> {
  const named = task.named || isSecretName(lastOf(from));
  const told = named || isSecretName(nameIn(from));
  const hides = isObject(from) && (isSecretName(name) || (told && name.toLowerCase() === "value"));
  return {
    secret: task.secret || hides,
    payload: task.payload || PAYLOADS.has(name),
    map: task.map || MAPS.has(name),
    theirs: task.map && isObject(from),
    named,
  };
}

interface Task extends Place {
  readonly from: Json;
  readonly into: object;
  readonly key: string;
  /** Whether the application chose the name of the field. */
  readonly theirs: boolean;
}

/** What an object says that its value is called: headers, and the variables of a container, are lists of such pairs. */
function nameIn(from: Json): string {
  if (!isObject(from)) return "";
  const name = from["name"] ?? from["Name"] ?? from["key"] ?? from["Key"];
  return typeof name === "string" ? name : "";
}

/** The last name of the path that an object tells of. */
function lastOf(from: Json): string {
  const path = isObject(from) ? from["path"] : null;
  return typeof path === "string" ? (path.split(".").at(-1) ?? "") : "";
}

/** Defines rather than assigns: a key called `__proto__` is data like any other. */
function put(into: object, key: string, value: Json): void {
  Object.defineProperty(into, key, { value, writable: true, enumerable: true, configurable: true });
}
