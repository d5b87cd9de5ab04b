import type { Ordered } from "./log-event.ts";

// 56 decimal digits, as the real ids have. These order as the events do: timestamp, ingestion, serial.
const ID = /^3(\d{14})(\d{14})(\d{12})0{15}$/;

/** The id of an event, and its place in its stream. */
export function eventIdOf({ timestamp, ingestionTime, serial }: Ordered): string {
  return `3${digits(timestamp, 14)}${digits(ingestionTime, 14)}${digits(serial, 12)}${"0".repeat(15)}`;
}

/** The place that an id names, or null if it is not an id. */
export function placeOf(id: string): Ordered | null {
  const found = ID.exec(id);
  if (found === null) return null;
  return { timestamp: Number(found[1]), ingestionTime: Number(found[2]), serial: Number(found[3]) };
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
