import type { Alarm } from "./alert.ts";
import type { AwsPlace } from "./aws-place.ts";
import type { Gap } from "./record.ts";

/**
 * The accounts and regions that alarms are of and that are not read: what happened there was not seen. Each gap says what to
 * write in the catalog. `seen`: the accounts of which lines were read, which may be linked to a monitoring account.
 */
export function unreadPlaces(alarms: readonly Alarm[], places: readonly AwsPlace[], seen: ReadonlySet<string>): Gap[] {
  // Where the catalog names none, the process's own account is meant, whose number nobody knows.
  if (places.length === 0) return [];
  const gaps = alarms.flatMap((alarm) => gapOf(alarm, places, seen) ?? []);
  return [...new Map(gaps.map((gap) => [gap.what, gap])).values()];
}

function gapOf(
  { account, region }: Pick<Alarm, "account" | "region">,
  places: readonly AwsPlace[],
  seen: ReadonlySet<string>,
): Gap | null {
  const regions = places.filter((place) => account === null || place.account === account).map((place) => place.region);
  if (regions.length === 0 && account !== null) {
    const linked = places.some((place) => place.monitoring && place.region === (region ?? place.region));
    return linked && seen.has(account) ? null : accountGap(account, region);
  }
  return region === null || regions.includes(region) ? null : regionGap(account, region, regions);
}

function accountGap(account: string, region: string | null): Gap {
  const role = `"arn:aws:iam::${account}:role/wake-or-wait"`;
  const line = `- { account: "${account}", role: ${role}, regions: [${region ?? "eu-central-1"}] }`;
  const what = region === null ? `account ${account}` : `account ${account} in ${region}`;
  return {
    what,
    why: `the alarm is of it, and it is not read; write under accounts: in the catalog ${line}`,
    unread: true,
  };
}

function regionGap(account: string | null, region: string, others: readonly string[]): Gap {
  const what = account === null ? `region ${region}` : `account ${account} in ${region}`;
  const line = `regions: [${[...new Set([...others, region])].join(", ")}]`;
  const whose = account === null ? "its account" : `account "${account}"`;
  return {
    what,
    why: `the alarm is of it, and it is not read; write for ${whose} in the catalog ${line}`,
    unread: true,
  };
}
