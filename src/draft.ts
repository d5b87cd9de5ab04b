import type { Catalog } from "./catalog.ts";

/** What a route looks like, which only the team can confirm. */
export interface DraftRoute {
  readonly customerFacing: boolean | null;
  readonly why: string;
}

/** The resources that were found, by the sections in which a catalog names them, each in order. */
export interface Draft {
  readonly apis: ReadonlyMap<string, ReadonlyMap<string, DraftRoute>>;
  readonly sections: ReadonlyMap<string, readonly string[]>;
  readonly logs: Catalog["logs"];
  /** Log groups that are there, that the catalog does not name. */
  readonly otherGroups: readonly string[];
}
