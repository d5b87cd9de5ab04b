/** A moment (epoch ms) as a clock on the wall shows it, in UTC. */
export function clockTime(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}
