import { type Catalog, EMPTY_CATALOG } from "./catalog.ts";
import type { Configuration } from "./configuration.ts";
import type { Draft, DraftRoute } from "./draft.ts";
import { judge } from "./impact/judge.ts";
import type { Place } from "./place.ts";
import type { Service } from "./services/service.ts";
import { facesOf } from "./services/table.ts";
import type { Transaction } from "./transaction.ts";

type Section = NonNullable<Service["catalog"]>;

interface Found {
  readonly functions: readonly string[];
  readonly configuration: Configuration;
  readonly transactions: readonly Transaction[];
  readonly logs: Catalog["logs"];
  readonly otherGroups: readonly string[];
}

const ROUTE = /^([A-Z]+|ANY) \/\S*$/;

/** What the log groups, the configuration and a sample of lines name. Nothing is guessed from how a name looks. */
export function draftOf({ functions, configuration, transactions, logs, otherGroups }: Found): Draft {
  const names = new Map<Exclude<Section, "apis">, Set<string>>([["functions", new Set(functions)]]);
  const apis = new Map<string, Map<string, DraftRoute>>();
  const take = ({ service, resource }: Place, scheduled = false): void => {
    // A rule's schedule and a bus are two faces of one service.
    const sections = facesOf(service).flatMap(({ catalog }) => catalog ?? []);
    const section = sections.find((one) => (one === "schedules") === scheduled) ?? sections[0];
    if (section === undefined || resource === "") return;
    if (section === "apis") apis.set(resource, apis.get(resource) ?? new Map());
    else names.set(section, (names.get(section) ?? new Set()).add(resource));
  };
  for (const place of placesIn(configuration)) take(place);
  for (const transaction of transactions) {
    for (const { service, resource, arrival } of transaction.hops) {
      if (resource !== null) take({ service, resource }, arrival?.kind === "schedule");
    }
    const [first] = transaction.hops;
    const { entry } = judge(transaction, EMPTY_CATALOG, configuration);
    const routes = first?.resource == null ? undefined : apis.get(first.resource);
    if (entry === null || !ROUTE.test(entry.name)) continue;
    if (routes?.get(entry.name)?.customerFacing == null) {
      routes?.set(entry.name, { customerFacing: entry.customerFacing, why: entry.why });
    }
  }
  const sections = [...names].map(([section, set]) => [section, [...set].sort()] as const);
  const inOrder = [...apis].sort(byName).map(([name, routes]) => [name, new Map([...routes].sort(byName))] as const);
  return { apis: new Map(inOrder), sections: new Map(sections), logs, otherGroups };
}

function placesIn({ settings, handovers }: Configuration): Place[] {
  const named = [
    ...[...settings].flatMap((one) => [one, one.givenUpTo]),
    ...[...handovers].flatMap(({ from, to, givenUpTo }) => [from, to, givenUpTo]),
  ];
  return named.flatMap((place) => (place === null || place === "none" ? [] : place));
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
