import type { KeyKind } from "../../src/key.ts";
import type { ServiceName } from "../../src/span.ts";

/** An operation that took place, under every id that names it: a batch has one for each of its items. */
export interface TrueHop {
  readonly names: readonly string[];
  readonly service: ServiceName;
  readonly resource: string;
  /** The transactions that it is part of, by number; a batch has several. */
  readonly of: ReadonlySet<number>;
}

/** How the logs show that one caused the other: ids recorded on both sides, words on the sender's side, what was written, or not at all. */
export type Proof = "recorded" | "written" | "content" | "none";

export interface TrueLink {
  readonly parent: string;
  readonly child: string;
  /** The id that both sides have. */
  readonly id: string;
  readonly proof: Proof;
}

/** `lambda-request:6f…`, under which an operation is known to whoever logged it. */
export function nameOf(kind: KeyKind, id: string): string {
  return `${kind}:${id}`;
}

/** What really happened, written down while it does. */
export class Truth {
  readonly hops: TrueHop[] = [];
  readonly hopOf = new Map<string, TrueHop>();
  /** The names that some line of the logs shows as an operation's own. */
  readonly shown = new Set<string>();
  readonly #links = new Map<string, TrueLink>();
  /** Ids that somebody wrote down who had no part in it. */
  readonly #told = new Set<string>();

  happened(hop: TrueHop): TrueHop {
    this.hops.push(hop);
    for (const name of hop.names) this.hopOf.set(name, hop);
    return hop;
  }

  caused(parent: string, child: string, proof: Proof): void {
    const id = child.slice(child.indexOf(":") + 1);
    this.#links.set(`${parent} ${child}`, { parent, child, id, proof });
  }

  /** A bystander wrote down an id. */
  told(id: string): void {
    this.#told.add(id);
  }

  isTrue(parents: Iterable<string>, children: Iterable<string>): boolean {
    const all = [...children];
    return [...parents].some((parent) => all.some((child) => this.#links.has(`${parent} ${child}`)));
  }

  get links(): TrueLink[] {
    return [...this.#links.values()];
  }

  /**
   * The links that the logs prove. Words prove something only where the other side is recorded, and where nobody else wrote
   * the same: of two who did, either may have sent it.
   */
  get proven(): TrueLink[] {
    return this.links.filter(
      ({ proof, child, id }) =>
        proof === "recorded" || (proof === "written" && this.shown.has(child) && !this.#told.has(id)),
    );
  }
}
