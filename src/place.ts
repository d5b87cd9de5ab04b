import type { ServiceName } from "./span.ts";

/** A resource of ours by its service and its plain name. */
export interface Place {
  readonly service: ServiceName;
  readonly resource: string;
}
