import type { Standing } from "../standing.ts";
import { escaped } from "./mrkdwn.ts";

/** Under which names people know the sources. */
const TITLES: ReadonlyMap<string, string> = new Map([
  ["cloudwatch-logs", "CloudWatch Logs"],
  ["cloudwatch", "CloudWatch metrics"],
  ["aws", "the AWS configuration"],
  ["xray", "X-Ray"],
  ["jaeger", "Jaeger"],
  ["tempo", "Tempo"],
  ["zipkin", "Zipkin"],
]);
const MOST_NAMES = 5;

/** Who has answered and who is still out: "CloudWatch Logs answered · X-Ray and Tempo still out"; null where nothing is known. */
export function standingWords({ answered, unread, awaited }: Standing): string | null {
  const parts = [
    ...(answered.length > 0 ? [`${listed(answered)} answered`] : []),
    ...(unread.length > 0 ? [`${listed(unread)} could not be read`] : []),
    ...(awaited.length > 0 ? [`${listed(awaited)} still out`] : []),
  ];
  return parts.length === 0 ? null : parts.join(" · ");
}

function listed(sources: readonly string[]): string {
  const names = sources.slice(0, MOST_NAMES).map(titleOf);
  const left = sources.length - names.length;
  const all = left > 0 ? [...names, `${left} more`] : names;
  return all.length === 1 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

/** A source of one account and region among several says after its name where that is. */
function titleOf(source: string): string {
  const [name = ""] = source.split(" in ", 1);
  return escaped(`${TITLES.get(name) ?? name}${source.slice(name.length)}`, 80);
}
