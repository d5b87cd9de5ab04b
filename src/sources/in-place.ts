import { type AwsPlace, placeText } from "../aws-place.ts";
import { missing } from "../check.ts";
import { sentenceOf } from "../fault.ts";
import type { Gap } from "../record.ts";
import type { AssumedRole } from "./assumed-role.ts";
import type { Source, Told } from "./source.ts";
import { unlessAborted } from "./unless-aborted.ts";
import { NO_SUCH_RESOURCE } from "./why-not.ts";

/**
 * A source of one account and region: what it tells says where it was read. Among several (`alone` is false) its name and its
 * gaps say so too, and what a resource lacks here it may have elsewhere. A role that is refused is one gap, whatever was asked.
 */
export function inPlace(source: Source, place: AwsPlace, role: AssumedRole | null, alone: boolean): Source {
  const where = alone ? "" : ` in ${placeText(place)}`;
  return {
    name: `${source.name}${where}`,
    whole: source.whole,
    async *ask(question, until, purse) {
      const refusal = role === null ? null : await refusalOf(role, until);
      if (refusal !== null) return yield { gap: refused(source.name, place, refusal) };
      for await (const told of source.ask(question, until, purse)) {
        if ("gap" in told && !alone && told.gap.why === NO_SUCH_RESOURCE) continue;
        yield placed(told, place, where);
      }
    },
    async *check(until) {
      const refusal = role === null ? null : await refusalOf(role, until);
      const on = place.role ?? "";
      if (refusal !== null) return yield missing(`role ${on}`, refusal, { allow: ["sts:AssumeRole"], on });
      for await (const one of source.check?.(until) ?? []) yield { ...one, what: `${one.what}${where}` };
    },
  };
}

/** Null: it was not refused. */
async function refusalOf(role: AssumedRole, until: AbortSignal): Promise<string | null> {
  return await unlessAborted(role.credentials(), until).then(
    () => null,
    (error: unknown) => (until.aborted ? "it was not assumed in time" : sentenceOf(error)),
  );
}

function refused(source: string, { name, account }: AwsPlace, why: string): Gap {
  const what = name === account ? `account ${account}` : `account ${name} (${account})`;
  return { what, why, origin: { source, account }, unread: true };
}

function placed(told: Told, { account, region }: AwsPlace, where: string): Told {
  if ("chunk" in told) {
    const { origin } = told.chunk;
    return { chunk: { ...told.chunk, origin: { account, region, ...origin } } };
  }
  if (!("gap" in told)) return told;
  const { what, origin } = told.gap;
  const known = origin === undefined ? {} : { origin: { account, region, ...origin } };
  return { gap: { ...told.gap, what: `${what}${where}`, ...known } };
}
