import { at, isArray, isObject, type Json } from "../json.ts";

/** Shorter ids are words and numbers like any other: only where they stand alone are they somebody. */
const TELLING = 4;
/** Ids that text is searched for; nobody sees more than this many. */
const MOST = 2000;
const EMAIL = /[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63})+/gu;

type Placeholder = (kind: string, secret: string) => string;

/** Makes text tell nobody's name: the ids of a report's users, and e-mail addresses, whoever they are of. */
export interface Masks {
  in(text: string): string;
  /** An id that a payload holds as a number. */
  number(value: number): string | null;
}

/** Masks for everybody whom a report, or the transactions of a trace, name as a user. */
export function masksOf(report: Json, placeholder: Placeholder): Masks {
  const ids = new Set(peopleIn(report));
  const telling = [...ids].filter((id) => id.length >= TELLING).slice(0, MOST);
  // The longer first: an id may begin as another does.
  const spelled = telling.sort((a, b) => b.length - a.length).map((id) => RegExp.escape(id));
  const pattern =
    spelled.length === 0 ? null : new RegExp(`(?<![\\p{L}\\d])(?:${spelled.join("|")})(?![\\p{L}\\d])`, "gu");
  const known = (id: string): string => placeholder("user", id);
  return {
    in(text) {
      if (ids.has(text)) return known(text);
      const named = pattern === null ? text : text.replace(pattern, known);
      return named.includes("@") ? named.replace(EMAIL, (email) => placeholder("email", email)) : named;
    },
    number: (value) => (ids.has(`${value}`) ? known(`${value}`) : null),
  };
}

function peopleIn(report: Json): string[] {
  const listed = at(report, "users", "list");
  const transactions = at(report, "transactions");
  const ids = [
    ...(isArray(listed) ? listed : []).map((one) => at(one, "id")),
    ...(isArray(transactions) ? transactions : []).map((one) => at(one, "user", "id")),
  ];
  return ids.flatMap((id) => (typeof id === "string" && id !== "" ? [id] : []));
}

/** The same report without the list of its users: only how many they are is left. */
export function withoutList(report: Json): Json {
  if (!isObject(report) || !isObject(report.users) || !isArray(report.users.list)) return report;
  return { ...report, users: { ...report.users, list: [] } };
}
