import { secret } from "../identifiers.ts";
import { LIMITS } from "./limits.ts";
import { characters } from "./text-objects.ts";

/** Where an app gives none, Slack makes one up: whoever holds a parsed block has an id. */
export const blockId = characters(LIMITS.blockId, 1).default(() => secret(3));
