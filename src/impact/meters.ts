import type { Catalog } from "../catalog.ts";
import { type Ago, type MetricWanted, nameOfMetric, type Point, type Series } from "../metric.ts";
import type { Place } from "../place.ts";
import type { ServiceMetric, Telling } from "../services/service.ts";
import { facesOf, SERVICES } from "../services/table.ts";
import { type Micros, micros, SECOND, type Window } from "../time.ts";

/** A point of a metric that was read, and the metric. */
export interface Metered {
  readonly series: Series;
  readonly point: Point;
}

/** What was counted in a window. Of several metrics that tell the same, each counts a part or all: the largest counts. */
export interface Count {
  readonly total: number;
  /** The points that are above zero, of the metric that counted most. */
  readonly points: readonly Metered[];
}

/** A metric of a place, as its service keeps it. */
interface Kept {
  readonly metric: ServiceMetric;
  readonly series: Series;
}

/** What CloudWatch counted, by resource and by what it tells. What was not read is null, never 0. */
export class Meters {
  /** By metric, and by metric and one of its dimensions. */
  readonly #byMetric: ReadonlyMap<string, readonly Series[]>;
  readonly #byName = new Map<string, Series[]>();
  readonly #catalog: Catalog;

  constructor(read: Iterable<Series>, catalog: Catalog) {
    this.#catalog = catalog;
    // In an order of their own, so that it does not matter which was read first.
    const all = [...read]
      .map((series) => ({ series, name: `${nameOfMetric(series)} ${series.where ?? ""}` }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ series }) => series);
    const current = all.filter(({ ago }) => ago === undefined);
    this.#byMetric = Map.groupBy(current, ({ namespace, name }) => `${namespace}\n${name}`);
    for (const series of all) {
      for (const [dimension, value] of Object.entries(series.dimensions)) {
        const name = keyOf(series.namespace, series.name, dimension, value);
        const known = this.#byName.get(name);
        if (known === undefined) this.#byName.set(name, [series]);
        else known.push(series);
      }
    }
  }

  count(place: Place, telling: Telling, window: Window): Count | null {
    return this.counted(place, telling, window, null);
  }

  /**
   * The same in a window of an earlier day. What was read of now counts there where it reaches back so far, as in a file: a
   * period without a point may be one that nobody asked for.
   */
  counted(place: Place, telling: Telling, window: Window, ago: Ago | null): Count | null {
    const kept =
      ago === null
        ? this.#kept(place, telling)
        : this.#read(place, telling).filter(
            ({ series }) => series.ago === ago || (series.ago === undefined && reaches(series, window)),
          );
    const sums = kept.filter(({ series }) => series.stat === "Sum");
    // Things of one name in several accounts or regions are counted each, and together.
    const counts = [...Map.groupBy(sums, ({ series }) => series.where).values()].flatMap((kept) => {
      return largest(kept.map(({ series }) => countIn(series, window))) ?? [];
    });
    if (counts.length === 0) return null;
    return {
      total: counts.reduce((sum, { total }) => sum + total, 0),
      points: counts.flatMap(({ points }) => points),
    };
  }

  /** The metrics that counted something in a window: which of several that tell the same says what was reached. */
  metricsWith(place: Place, telling: Telling, window: Window): string[] {
    return this.#kept(place, telling)
      .filter(({ series }) => countIn(series, window).total > 0)
      .map(({ series }) => series.name);
  }

  /** The newest point that begins within a window; of several accounts or regions, the worst. An age is in microseconds. */
  latest(place: Place, telling: "waiting" | "age", window: Window): Metered | null {
    const byWhere = Map.groupBy(this.#kept(place, telling), ({ series }) => series.where);
    const newest = [...byWhere.values()].flatMap((kept) => newestOf(kept, window) ?? []);
    return newest.reduce<Metered | null>(
      (worst, one) => (worst === null || one.point.value > worst.point.value ? one : worst),
      null,
    );
  }

  /** Every resource of which something was counted. */
  placesOf(telling: Telling): Place[] {
    const places = new Map<string, Place>();
    for (const { name: service, metrics = [] } of SERVICES) {
      for (const metric of metrics.filter(({ tells }) => tells === telling)) {
        for (const { dimensions } of this.#byMetric.get(`${metric.namespace}\n${metric.name}`) ?? []) {
          const resource = dimensions[metric.dimension];
          if (resource !== undefined) places.set(`${service} ${resource}`, { service, resource });
        }
      }
    }
    return [...places.values()];
  }

  /** Whether all of some things were counted over whatever time it was asked for, anywhere or in one account and region. */
  wasRead(place: Place, tellings: readonly Telling[], where?: string): boolean {
    const isThere = ({ series }: Kept): boolean => where === undefined || (series.where ?? "") === where;
    return tellings.every((telling) => this.#kept(place, telling).some(isThere));
  }

  /** The metric that tells something; of several, the one with most points. Of several accounts or regions, their sum. */
  series(place: Place, telling: Telling): Series | null {
    const byWhere = Map.groupBy(this.#kept(place, telling), ({ series }) => series.where);
    const each = [...byWhere.values()].flatMap((kept) => fullest(kept.map(({ series }) => series)) ?? []);
    const [first = null] = each;
    return first === null || each.length === 1 ? first : { ...first, points: summed(each) };
  }

  #kept(place: Place, telling: Telling): Kept[] {
    return this.#read(place, telling).filter(({ series }) => series.ago === undefined);
  }

  /** Of now, and of earlier days. */
  #read(place: Place, telling: Telling): Kept[] {
    return facesOf(place.service).flatMap((face) =>
      (face.metrics ?? [])
        .filter(({ tells }) => tells === telling)
        .flatMap((metric) =>
          idsOf(place, face.catalog, this.#catalog).flatMap((id) =>
            (this.#byName.get(keyOf(metric.namespace, metric.name, metric.dimension, id)) ?? []).map((series) => ({
              metric,
              series,
            })),
          ),
        ),
    );
  }
}

/** Whether any point of it lies in a window. */
function reaches(series: Series, window: Window): boolean {
  return series.points.some((point) => overlaps(series, point, window));
}

function countIn(series: Series, window: Window): Count {
  const points = series.points.filter((point) => point.value > 0 && overlaps(series, point, window));
  return {
    total: points.reduce((sum, { value }) => sum + value, 0),
    points: points.map((point) => ({ series, point })),
  };
}

function newestOf(kept: readonly Kept[], window: Window): Metered | null {
  let latest: Metered | null = null;
  for (const { metric, series } of kept) {
    const point = series.points.findLast(({ at }) => at >= window.from && at <= window.to);
    if (point === undefined || (latest !== null && point.at < latest.point.at)) continue;
    latest = { series, point: { at: point.at, value: point.value * (metric.unit ?? 1) } };
  }
  return latest;
}

function fullest(all: readonly Series[]): Series | null {
  return all.reduce<Series | null>((most, one) => (one.points.length > (most?.points.length ?? -1) ? one : most), null);
}

function summed(all: readonly Series[]): Point[] {
  const values = new Map<Micros, number>();
  for (const { points } of all) for (const { at, value } of points) values.set(at, (values.get(at) ?? 0) + value);
  return [...values].map(([at, value]) => ({ at, value })).sort((a, b) => a.at - b.at);
}

function largest(counts: readonly Count[]): Count | null {
  return counts.reduce<Count | null>((most, one) => (most === null || one.total > most.total ? one : most), null);
}

/** How far apart points are that are asked for, and over which of the windows. */
const FINE_SECONDS = 60;
const COARSE_SECONDS = 300;

/** What CloudWatch is to be asked of some places: `arrivals` as far back as something can have waited. */
export function metricsOf(
  places: readonly Place[],
  catalog: Catalog,
): { arrivals: MetricWanted[]; others: MetricWanted[] } {
  const wanted = { arrivals: [] as MetricWanted[], others: [] as MetricWanted[] };
  for (const place of places) {
    for (const { metrics = [], catalog: section } of facesOf(place.service)) {
      const ids = idsOf(place, section, catalog);
      for (const metric of metrics) {
        const list = metric.tells === "arrivals" ? wanted.arrivals : wanted.others;
        list.push(...ids.flatMap((id) => wantedOf(metric, id)));
      }
    }
  }
  return wanted;
}

/** What is compared with an earlier day: how many requests came in, and how many of them failed. */
export function metricsBefore(places: readonly Place[], catalog: Catalog, ago: Ago): MetricWanted[] {
  return metricsOf(places, catalog).others.flatMap((wanted) => {
    const { namespace, name } = wanted;
    return COMPARED.has(`${namespace}\n${name}`) ? { ...wanted, periodSeconds: COARSE_SECONDS, ago } : [];
  });
}

const COMPARED: ReadonlySet<string> = new Set(
  SERVICES.flatMap(({ metrics = [] }) => metrics)
    .filter(({ tells }) => tells === "requests" || tells === "failures")
    .map(({ namespace, name }) => `${namespace}\n${name}`),
);

function wantedOf({ namespace, name, stat, dimension, tells, by }: ServiceMetric, id: string): MetricWanted[] {
  const periodSeconds = tells === "arrivals" ? COARSE_SECONDS : FINE_SECONDS;
  const further = by === undefined ? [{}] : by.values.map((value) => ({ [by.dimension]: value }));
  return further.map((more) => ({ namespace, name, stat, dimensions: { [dimension]: id, ...more }, periodSeconds }));
}

/** The names under which CloudWatch may know a resource. */
function idsOf({ resource }: Place, section: string | undefined, catalog: Catalog): string[] {
  const ids = section === "apis" && Object.hasOwn(catalog.apis, resource) ? catalog.apis[resource]?.ids : undefined;
  return [resource, ...(ids ?? [])];
}

/** Whether a point's period has a part in a window. */
function overlaps({ periodSeconds }: Series, { at }: Point, { from, to }: Window): boolean {
  return at <= to && micros(at + periodSeconds * SECOND) > from;
}

function keyOf(namespace: string, name: string, dimension: string, value: string): string {
  return `${namespace}\n${name}\n${dimension}\n${value}`;
}
