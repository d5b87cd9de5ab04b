/** What somebody has to do so that it works. */
export type Mend =
  /** Actions of IAM to allow, on some resources: `*`, or their ARN. */
  | { readonly allow: readonly string[]; readonly on: string }
  /** Scopes of the Slack app. */
  | { readonly scopes: readonly string[] }
  /** A variable of the environment to set, or to set right. */
  | { readonly set: string }
  /** A line of the catalog that names what is not there. */
  | { readonly catalog: string }
  /** A thing to do elsewhere, in one sentence. */
  | { readonly step: string };

/** One thing that the configuration names or needs, tried without changing anything. */
export interface Check {
  readonly what: string;
  /** `unknown`: it could not be tried, or cannot be without doing harm. */
  readonly state: "works" | "missing" | "unknown";
  /** What was found, or why it does not work; null where there is nothing to say. */
  readonly why: string | null;
  readonly mend: Mend | null;
}

export function works(what: string, why: string | null = null): Check {
  return { what, state: "works", why, mend: null };
}

export function missing(what: string, why: string, mend: Mend): Check {
  return { what, state: "missing", why, mend };
}

export function unknown(what: string, why: string, mend: Mend | null = null): Check {
  return { what, state: "unknown", why, mend };
}
