import type { Catalog } from "../../src/catalog.ts";
import type { Config } from "../../src/config.ts";
import { type Surroundings, start } from "../../src/main.ts";

/** What the bot in a process of its own is told, by its parent's message. */
export interface BotSettings {
  readonly config: Config;
  readonly catalog: Catalog;
  readonly aws: NonNullable<Surroundings["aws"]>;
  readonly endpoints: NonNullable<Surroundings["endpoints"]>;
  /** What its clock shows when it starts, epoch ms. */
  readonly startsAt: number;
}

process.once("message", (settings: BotSettings) => {
  const { config, catalog, aws, endpoints, startsAt } = settings;
  const base = startsAt - performance.now();
  start(config, { catalog, aws, endpoints, now: () => Math.floor(base + performance.now()) }).then(
    ({ port }) => process.send?.({ port }),
    (error: unknown) => {
      process.stderr.write(`${error}\n`);
      process.exit(1);
    },
  );
});
// Whoever started it is gone: nobody needs it any more.
process.once("disconnect", () => process.exit());
