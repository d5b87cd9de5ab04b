import { claimContract } from "./store-claims.ts";
import { contentContract } from "./store-contents.ts";
import { leaseContract } from "./store-leases.ts";
import { memoryContract } from "./store-memory.ts";
import type { MakeStore } from "./store-rows.ts";

/** What every store promises, whatever it stands on. */
export function storeContract(name: string, make: MakeStore): void {
  claimContract(name, make);
  leaseContract(name, make);
  contentContract(name, make);
  memoryContract(name, make);
}
