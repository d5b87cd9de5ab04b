import { z } from "zod";
import { Fault } from "./fault.ts";
import { PAYLOADS, type PayloadName } from "./payload-name.ts";

/** Everything that can be pressed. What is drawn (`say/button.ts`) and what is routed (`handlers/table.ts`) both come from here. */
export const PRESSES = [
  "acknowledge",
  "escalate",
  "wake-team",
  "wait-until-morning",
  "look-again",
  "set-priority",
  "was-right",
  "was-wrong",
  "open-hop",
  "walk-to-hop",
  "open-payload",
  "walk-payload",
  "search-payload",
  "payload-file",
  "open-waterfall",
  "search-further",
  "open-users",
  "walk-users",
  "users-file",
  "open-example",
  "share-trace",
] as const;
export type PressName = (typeof PRESSES)[number];

/** What a button is about. It holds everything that is needed to act after a restart, and ids that stay. */
export interface Aim {
  readonly investigation: string;
  /** The stored report that the button was drawn from; 0 where none is needed. */
  readonly revision: number;
  readonly transaction?: string;
  readonly hop?: string;
  /** What to look for, and what that may cost, in US dollars. */
  readonly search?: { readonly id: string; readonly usd: number };
  /** A priority of PagerDuty, by its id. */
  readonly priority?: string;
  /** Which part of a list, from 0. */
  readonly page?: number;
  /** The id of a request that shows what happened to somebody. */
  readonly example?: string;
  /** Which of the long things that the hop says. */
  readonly payload?: PayloadName;
  /** What is looked for in it. */
  readonly find?: string;
}

/** Characters (code points) that can be looked for. */
export const MOST_FIND = 100;

const aim = z.strictObject({
  investigation: z.string().min(1).max(200),
  revision: z.int().min(0),
  transaction: z.string().max(200).optional(),
  hop: z.string().max(400).optional(),
  search: z.strictObject({ id: z.string().min(1).max(200), usd: z.number().min(0).max(1000) }).optional(),
  priority: z.string().max(100).optional(),
  page: z.int().min(0).optional(),
  example: z.string().min(1).max(200).optional(),
  payload: z.enum(PAYLOADS).optional(),
  find: z
    .string()
    .min(1)
    .max(2 * MOST_FIND)
    .optional(),
});

export function aimText(one: Aim): string {
  return JSON.stringify(one);
}

/** Reads what a button carried. Throws an `unreadable` fault for anything that this code did not write. */
export function parseAim(text: string | undefined): Aim {
  try {
    const { transaction, hop, search, priority, page, example, payload, find, ...rest } = aim.parse(
      JSON.parse(text ?? ""),
    );
    return {
      ...rest,
      ...(transaction === undefined ? {} : { transaction }),
      ...(hop === undefined ? {} : { hop }),
      ...(search === undefined ? {} : { search }),
      ...(priority === undefined ? {} : { priority }),
      ...(page === undefined ? {} : { page }),
      ...(example === undefined ? {} : { example }),
      ...(payload === undefined ? {} : { payload }),
      ...(find === undefined ? {} : { find }),
    };
  } catch (error) {
    throw new Fault("unreadable", "This button was drawn by a version that is no longer understood.", { cause: error });
  }
}

export function isPressName(text: string): text is PressName {
  return PRESSES.some((name) => name === text);
}
