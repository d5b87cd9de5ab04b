import type { Catalog } from "../catalog.ts";
import { type Check, missing, unknown, works } from "../check.ts";
import type { Service } from "../services/service.ts";
import { SERVICES } from "../services/table.ts";
import { refusedOr } from "./check-permission.ts";
import { isGone, whyNot } from "./why-not.ts";

/** What nothing is called: where the catalog names nothing, the permission is tried all the same. */
const NOBODYS = "wake-or-wait-doctor";
/** Each takes a call or more, at a few a second. */
const MOST_NAMES = 50;

type Section = NonNullable<Service["catalog"]>;

/** By operation, how it is asked about a resource; each throws what the client throws. */
export type Calls = Readonly<Record<string, (name: string) => Promise<unknown>>>;

/** Describes every resource that the catalog names: are they there, and may they be looked at? */
export async function* checkNames(catalog: Catalog, calls: Calls, until: AbortSignal): AsyncGenerator<Check> {
  const described = new Set<Section>();
  for (const { title, catalog: section, describe: own = {} } of SERVICES) {
    const operations = Object.keys(own).filter((one) => Object.hasOwn(calls, one));
    if (section === undefined || operations.length === 0) continue;
    described.add(section);
    yield* checkSection({ title, section, names: Object.keys(catalog[section]) }, operations, calls, until);
  }
  for (const section of new Set(SERVICES.flatMap((service) => service.catalog ?? [])).difference(described)) {
    const names = Object.keys(catalog[section]);
    if (names.length > 0) yield unknown(`${section} of the catalog`, `not looked up: ${names.join(", ")}`);
  }
}

interface Named {
  readonly title: string;
  readonly section: Section;
  readonly names: readonly string[];
}

/** Every name is looked up with the first operation; the others are tried once. */
async function* checkSection(
  { title, section, names }: Named,
  [first = "", ...others]: readonly string[],
  calls: Calls,
  until: AbortSignal,
): AsyncGenerator<Check> {
  let permission = works(first);
  for (const name of names.length === 0 ? [NOBODYS] : names.slice(0, MOST_NAMES)) {
    const failed = await failure(() => calls[first]?.(name));
    if (isGone(failed) && name !== NOBODYS) {
      yield missing(`${title} ${name}`, whyNot(first, failed, until), { catalog: `${section}: ${name}` });
    }
    const refused = failed === null ? null : refusedOr(first, failed, until);
    if (refused !== null) permission = refused;
    if (refused?.state === "missing") break;
  }
  yield permission;
  for (const operation of others) {
    const failed = await failure(() => calls[operation]?.(names[0] ?? NOBODYS));
    yield (failed === null ? null : refusedOr(operation, failed, until)) ?? works(operation);
  }
  if (names.length > MOST_NAMES)
    yield unknown(section, `only the first ${MOST_NAMES} of ${names.length} were looked up`);
}

async function failure(call: () => Promise<unknown> | undefined): Promise<unknown> {
  try {
    await call();
    return null;
  } catch (error) {
    return error;
  }
}
