/** What a hop says that may be long: each can be paged, searched and sent as a file. */
export const PAYLOADS = ["input", "output", "environment", "exception", "logs"] as const;
export type PayloadName = (typeof PAYLOADS)[number];
