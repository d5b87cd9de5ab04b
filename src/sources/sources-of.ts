import type { Backend, BackendName } from "../backends.ts";
import { jaeger } from "./jaeger.ts";
import type { Source } from "./source.ts";
import { tempo } from "./tempo.ts";
import { zipkin } from "./zipkin.ts";

const SOURCES: Readonly<Record<BackendName, (backend: Backend) => Source>> = { jaeger, tempo, zipkin };

/** A source for each store of traces that the configuration names. */
export function sourcesOf(backends: readonly Backend[]): Source[] {
  return backends.map((backend) => SOURCES[backend.name](backend));
}
