import type { Catalog } from "../catalog.ts";
import { type Configuration, NOTHING_READ } from "../configuration.ts";
import { textAt, unwrapped } from "../json.ts";
import type { Place } from "../place.ts";
import { arrivalOf } from "../services/arrival.ts";
import { facesOf } from "../services/table.ts";
import type { Arrival, EntryKind, User } from "../span.ts";
import type { Micros } from "../time.ts";
import type { Hop, Transaction } from "../transaction.ts";
import { isNobody } from "../user.ts";
import { facingOf } from "./customer-facing.ts";
import { type Ending, endingOf } from "./ending.ts";
import { entryName, nameOfResource } from "./entry-name.ts";

/** An entry as the report shows it. */
export interface JudgedEntry {
  readonly hop: number;
  readonly kind: EntryKind;
  readonly name: string;
  readonly method: string | null;
  readonly route: string | null;
  readonly customerFacing: boolean | null;
  readonly businessCritical: boolean | null;
  readonly why: string;
  readonly owner: string | null;
  readonly runbook: string | null;
}

/** A transaction, and what it means for people. */
export interface Judged extends Ending {
  readonly transaction: Transaction;
  readonly at: Micros;
  readonly entry: JudgedEntry | null;
  readonly user: User | null;
  /** One of the team's own testers sent it. */
  readonly tester: boolean;
  readonly clientAddress: string | null;
  /** What it came in by, where no hop of that was recorded. */
  readonly through: Place | null;
}

export function judge(transaction: Transaction, catalog: Catalog, known: Configuration = NOTHING_READ): Judged {
  const first = transaction.hops[0];
  const arrival = first === undefined ? null : entryArrival(transaction, first, catalog);
  const user = first === undefined ? null : userOf(transaction, first, catalog);
  return {
    ...endingOf(transaction, known),
    transaction,
    at: first?.start ?? (0 as Micros),
    entry: first === undefined || arrival === null ? null : entryOf(first, arrival, user, catalog),
    user,
    tester: user !== null && catalog.users.internal.includes(user.id),
    clientAddress: arrival?.clientAddress ?? null,
    through: throughOf(arrival, catalog),
  };
}

function throughOf(arrival: Arrival | null, catalog: Catalog): Place | null {
  const { through } = arrival ?? {};
  return through === undefined ? null : { ...through, resource: nameOfResource(through, catalog) ?? through.resource };
}

/** How the first hop was entered: by itself, or because the catalog says that the outside writes to it. */
function entryArrival({ entry }: Transaction, first: Hop, catalog: Catalog): Arrival | null {
  if (entry !== null) return entry.arrival;
  const face = facesOf(first.service).find(({ catalog: section }) => {
    if (section === undefined || section === "apis" || first.resource === null) return false;
    return Object.hasOwn(catalog[section], first.resource) && catalog[section][first.resource]?.entry === true;
  });
  if (face?.begins === undefined) return face === undefined ? null : first.arrival;
  return first.arrival ?? arrivalOf(face.begins, { name: first.resource });
}

function entryOf(first: Hop, arrival: Arrival, user: User | null, catalog: Catalog): JudgedEntry {
  const { name, route } = entryName(first, arrival, catalog);
  return {
    hop: 0,
    kind: arrival.kind,
    name,
    method: arrival.method,
    route,
    ...facingOf(first, arrival, user, route, catalog),
  };
}

/** Paths that the catalog adds go before the known ones. The team's own testers are no users. */
function userOf(transaction: Transaction, first: Hop, catalog: Catalog): User | null {
  const told = [first.input, transaction.session?.input ?? null].map(unwrapped);
  const custom = told.flatMap((event) =>
    catalog.users.paths.map((path) => ({ path, id: textAt(event, ...path.split(".")) })),
  );
  const added = custom.find(({ id }) => id !== null);
  const user: User | null = added?.id == null ? transaction.user : { id: added.id, kind: "person", from: added.path };
  if (user === null || isNobody(user.id)) return null;
  return catalog.users.internal.includes(user.id) ? { ...user, kind: "machine" } : user;
}
