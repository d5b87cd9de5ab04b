import type { Source } from "./source.ts";

/** A source of a region that only its client knows: what it tells says where it was read. Where the client knows none, nothing is added. */
export function inRegion(source: Source, regionOf: () => Promise<string>): Source {
  let region: Promise<string | null> | null = null;
  return {
    ...source,
    async *ask(question, until, purse) {
      region ??= regionOf().catch(() => null);
      const name = await region;
      for await (const told of source.ask(question, until, purse)) {
        if (name === null || !("chunk" in told)) yield told;
        else yield { chunk: { ...told.chunk, origin: { region: name, ...told.chunk.origin } } };
      }
    },
  };
}
