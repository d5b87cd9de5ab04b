import { hash } from "node:crypto";
import type { JsonObject } from "../json.ts";

/** A segment document as it is sent to X-Ray, and the moment from which X-Ray has it, epoch ms. */
export interface WrittenSegment {
  readonly document: JsonObject;
  readonly arrivesAt: number;
}

const SOONEST_MS = 800;
const LATEST_MS = 3000;

/**
 * The segments that everything which happens would send if every request were sampled and every function traced. Nothing here
 * draws from chance: the logs are the same, byte for byte, whether anybody looks at the traces or not.
 */
export class Traces {
  readonly #written: WrittenSegment[] = [];

  /** `endedAt`: epoch ms. */
  write(document: JsonObject, endedAt: number): void {
    const share = Number.parseInt(segmentId(String(document["id"]), "delay").slice(0, 4), 16) / 0x1_0000;
    const arrivesAt = Math.ceil(endedAt + SOONEST_MS + share * (LATEST_MS - SOONEST_MS));
    this.#written.push({ document, arrivesAt });
  }

  segments(): readonly WrittenSegment[] {
    return this.#written;
  }
}

/** 16 hex digits, the same for the same names. */
export function segmentId(...names: readonly string[]): string {
  return hash("sha256", names.join("/")).slice(0, 16);
}

/** Epoch seconds, as segments have them. */
export function seconds(epochMs: number): number {
  return Math.round(epochMs * 1000) / 1_000_000;
}
