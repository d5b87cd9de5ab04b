import type { CauseDetail } from "../../cause-detail.ts";
import type { Seen } from "../../record.ts";
import type { CauseKind } from "../../report.ts";
import type { NamedField } from "../named-field.ts";

/** A line of a stack: the place in a file, as far as it was written down. */
export interface Frame {
  readonly function: string | null;
  readonly file: string;
  readonly line: number | null;
  /** Where the code lies: a path, or a class where the language writes no paths. */
  readonly at: string;
}

/** What an error of AWS says once the SDK's own words around it are taken off. */
export interface AwsError {
  readonly code: string;
  readonly message: string;
  readonly status: number | null;
}

/** A sort of failure, and its finer word. */
export interface Sort {
  readonly kind: CauseKind;
  readonly detail?: CauseDetail;
}

/** How an error reads, `type: message`, and what sort of failure it is. */
export type Wording = readonly [said: RegExp, kind: CauseKind, detail?: CauseDetail];

/** Everything known of how one language, its AWS SDKs and its validators word errors and write stacks. */
export interface Language {
  readonly name: string;
  /** The error of AWS inside of what the SDK threw; null where the SDK did not throw it, or adds nothing to it. */
  awsError?(error: Seen): AwsError | null;
  readonly wordings: readonly Wording[];
  /** The field that a validator complains about. */
  field?(error: Seen): NamedField | null;
  /** A line of a stack, if it is written as this language writes it. */
  frame(line: string): Frame | null;
  /** Where code lies that the team did not write: by `Frame.at`. */
  readonly library: RegExp;
}
