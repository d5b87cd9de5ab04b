import { z } from "zod";

/** Argument types as they arrive: from a form each is a string, from JSON it may be itself. */

export const flag = z
  .union([z.boolean(), z.enum(["true", "1", "false", "0"])])
  .transform((value) => value === true || value === "true" || value === "1");

export const count = z
  .union([z.number(), z.string().regex(/^\d+$/)])
  .transform(Number)
  .pipe(z.int().nonnegative());

/** A structure, or its JSON text. Text that is no JSON is passed on as it is, for the schema behind to refuse. */
export const structure = z.unknown().transform((value): unknown => {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
});

/** "U1,U2", or a JSON array of strings. */
export const list = z
  .union([z.array(z.string()), z.string()])
  .transform((value) => (typeof value === "string" ? value.split(",").map((one) => one.trim()) : value));

export const timestamp = z.union([z.string(), z.number().transform(String)]);
