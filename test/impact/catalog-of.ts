import { stringify } from "yaml";
import { type Catalog, parseCatalog } from "../../src/catalog.ts";

/** The catalog that says just this. */
export function catalogOf(said: object): Catalog {
  return parseCatalog(stringify(said), "wake-or-wait.yml");
}
