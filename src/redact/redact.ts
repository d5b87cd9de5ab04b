import type { Catalog } from "../catalog.ts";
import { isArray, isObject, type Json } from "../json.ts";
import type { Shown } from "../report.ts";
import { masksOf, withoutList } from "./people.ts";
import { secretsIn } from "./secrets.ts";

/** Names of fields whose value is a secret whatever it looks like. Compared without case, dashes and underscores. */
const SECRET_NAMES = new Set([
  "authorization",
  "proxyauthorization",
  "cookie",
  "cookies",
  "setcookie",
  "password",
  "passwd",
  "pwd",
  "passphrase",
  "secret",
  "clientsecret",
  "secretkey",
  "secretaccesskey",
  "awssecretaccesskey",
  "awssessiontoken",
  "sessiontoken",
  "xamzsecuritytoken",
  "xamzsignature",
  "accesstoken",
  "refreshtoken",
  "idtoken",
  "apikey",
  "xapikey",
  "privatekey",
  "token",
  "authtoken",
  "bearertoken",
  "cardnumber",
  "cvc",
  "cvv",
  "pin",
  "ssn",
  "iban",
  "connectionstring",
  "databaseurl",
]);

const PAYLOADS: ReadonlySet<string> = new Set(["input", "output", "environment", "tags", "seen", "steps"]);

/**
 * The last pure step before anything leaves: the one maker of `Shown`. Secrets become placeholders, numbered by the order in
 * which they appear, so that the same secret reads alike everywhere and nothing can be computed back from it. So do users
 * where the team wants that: `masked` keeps them apart, `count` says only how many there are. The input is left as it was; the walk keeps its own stack, so depth costs nothing.
 */
export function redact<T>(value: T, { redaction }: Pick<Catalog, "redaction">): Shown<T> {
  const names = new Set([...SECRET_NAMES, ...redaction.keys.map(plain)]);
  const isSecretName = (name: string): boolean => names.has(plain(name));
  const isHidden = (name: string, named: boolean): boolean => isSecretName(name) || (named && name === "value");
  const numbers = new Map<string, string>();
  const placeholder = (kind: string, secret: string): string => {
    const known = numbers.get(secret);
    if (known !== undefined) return known;
    const made = `[${kind} ${numbers.size + 1}]`;
    numbers.set(secret, made);
    return made;
  };
  const whole = value as Json;
  const masks = redaction.users === "full" ? null : masksOf(whole, placeholder);
  const shown = (leaf: Json, payload: boolean): Json => {
    if (typeof leaf === "number") return (payload ? masks?.number(leaf) : null) ?? leaf;
    if (typeof leaf !== "string") return leaf;
    const safe = secretsIn(leaf, isSecretName, placeholder);
    return masks === null ? safe : masks.in(safe);
  };
  const top: { value: Json } = { value: null };
  const from = redaction.users === "count" ? withoutList(whole) : whole;
  const open: Task[] = [{ from, into: top, key: "value", secret: false, named: false, payload: false }];
  for (let task = open.pop(); task !== undefined; task = open.pop()) {
    const { from, into, key, secret, payload } = task;
    const named = task.named || isSecretName(lastOf(from));
    if (isArray(from) || isObject(from)) {
      const copy = isArray(from) ? [] : {};
      put(into, key, copy);
      // Backwards onto the stack, so that everything is met, numbered and put in its own order.
      for (const [name, inner] of Object.entries(from).reverse()) {
        const hides = isObject(from) && isHidden(name, named);
        open.push({
          from: inner,
          into: copy,
          key: name,
          secret: secret || hides,
          named,
          payload: payload || PAYLOADS.has(name),
        });
      }
    } else {
      put(into, key, secret ? hidden(from, placeholder) : shown(from, payload));
    }
  }
  return top.value as Shown<T>;
}

/** That a field is empty, or true or false, is no secret. */
function hidden(leaf: Json, placeholder: (kind: string, secret: string) => string): Json {
  return typeof leaf === "number" || (typeof leaf === "string" && leaf !== "")
    ? placeholder("secret", `${leaf}`)
    : leaf;
}

interface Task {
  readonly from: Json;
  readonly into: object;
  readonly key: string;
  readonly secret: boolean;
  /** Of what an application said, where a number may be somebody's id; of the report's own numbers none is. */
  readonly payload: boolean;
  /** It tells of a field by its path, and that one is secret: every `value` in it is. */
  readonly named: boolean;
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

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_.\s]/g, "");
}
