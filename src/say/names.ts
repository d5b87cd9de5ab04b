import type { HopView } from "../report.ts";
import { titleOf } from "../services/table.ts";
import { spelled } from "./spelled.ts";

/** A hop as people name it: "DynamoDB orders", "Lambda checkout"; without a name, by what was done. */
export function hopName({ service, resource, operation }: Pick<HopView, "service" | "resource" | "operation">): string {
  return `${titleOf(service)} ${resource ?? operation}`;
}

/** A duration as people read it: "850 ms", "4.2 s", "3 min 20 s". */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  if (ms >= 2 * 86_400_000) return `${Math.round(ms / 86_400_000)} days`;
  if (ms >= 2 * 3_600_000) return `${Math.round(ms / 3_600_000)} h`;
  const whole = Math.round(ms / 1000);
  const [minutes, seconds] = [Math.floor(whole / 60), whole % 60];
  return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`;
}

/** The clock time of an ISO moment, in a zone: "02:31". */
export function clockTime(isoTime: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    new Date(isoTime),
  );
}

/** A text cut to a number of characters (code points), with an ellipsis where something is missing. */
export function short(text: string, most: number): string {
  return spelled(text, most);
}
