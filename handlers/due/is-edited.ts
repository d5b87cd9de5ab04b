import { Fault } from "../../src/fault.ts";

/** False where somebody deleted the message meanwhile: an incident is not silenced by that. */
export async function isEdited(edit: () => Promise<void>): Promise<boolean> {
  try {
    await edit();
    return true;
  } catch (error) {
    if (error instanceof Fault && error.code === "not-found") return false;
    throw error;
  }
}
