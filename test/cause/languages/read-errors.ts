import assert from "node:assert/strict";
import { test } from "node:test";
import { sortOfFailure } from "../../../src/cause/error-kind.ts";
import { type Complaint, namedField } from "../../../src/cause/named-field.ts";
import { ownFrame } from "../../../src/cause/own-frame.ts";
import type { CauseDetail } from "../../../src/cause-detail.ts";
import type { Json } from "../../../src/json.ts";
import type { Seen } from "../../../src/record.ts";
import type { CauseKind } from "../../../src/report.ts";
import { hopOf } from "../../impact/hop-of.ts";

export type Failure = readonly [type: string | null, message: string, kind: CauseKind, detail?: CauseDetail];
export type Complained = readonly [
  type: string | null,
  message: string,
  path: string,
  complaint: Complaint,
  value?: Json,
];
export type Stack = readonly [lines: readonly string[], frame: string | null];

/** What errors of one language say, each as its SDKs, runtimes and validators write it, and what is to be read from it. */
export function readErrors(
  language: string,
  failures: readonly Failure[],
  complaints: readonly Complained[],
  stacks: readonly Stack[],
): void {
  for (const [type, message, kind, detail] of failures) {
    test(`${language}: ${brief(type, message)} is ${detail ?? kind}`, () => {
      const sort = sortOfFailure(hopOf("lambda checkout", { outcome: "error", error: seen(type, message) }));
      assert.deepEqual([sort.kind, sort.detail], [kind, detail]);
    });
  }
  for (const [type, message, path, complaint, ...value] of complaints) {
    test(`${language}: ${brief(type, message)} is about ${path}`, () => {
      const field = namedField(seen(type, message));
      assert.deepEqual([field?.path, field?.complaint], [path, complaint]);
      if (value.length > 0) assert.deepEqual(field?.value, value[0]);
    });
  }
  for (const [lines, place] of stacks) {
    test(`${language}: of ${lines.length} frames, ${place ?? "none"} is the team's own`, () => {
      const frame = ownFrame(lines);
      assert.equal(frame === null ? null : `${frame.file}:${frame.line} ${frame.function}`, place);
    });
  }
}

function seen(type: string | null, message: string): Seen {
  return { type, message, stack: [], causes: [] };
}

function brief(type: string | null, message: string): string {
  return `"${`${type}: ${message}`.replace(/\s+/g, " ").slice(0, 90)}"`;
}
