import type { Block, BlockOf, InputElement } from "./layout.ts";

/** Everything in blocks that a person can press, choose or fill in. */
export type Interactive =
  | Exclude<NonNullable<BlockOf<"section">["accessory"]>, { type: "image" }>
  | BlockOf<"actions">["elements"][number]
  | BlockOf<"context_actions">["elements"][number]
  | InputElement;

export interface Placed {
  readonly block: Block;
  readonly element: Interactive;
}

/** The interactive elements in the order in which they are drawn; one inside a container belongs to the inner block. */
export function findElements(blocks: readonly Block[]): Placed[] {
  return blocks.flatMap((block): Placed[] => {
    switch (block.type) {
      case "section":
        return block.accessory === undefined || block.accessory.type === "image"
          ? []
          : [{ block, element: block.accessory }];
      case "actions":
      case "context_actions":
        return block.elements.map((element) => ({ block, element }));
      case "input":
        return [{ block, element: block.element }];
      case "card":
        return (block.actions ?? []).map((element) => ({ block, element }));
      case "carousel":
        return findElements(block.elements);
      case "container":
        return findElements(block.child_blocks);
      default:
        return [];
    }
  });
}
