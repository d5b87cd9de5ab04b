/** Told in the place of what an application said, to whoever may not read it. */
export function payloadLock(group: string): string {
  return `🔒 Stack, input, output, environment and logs are for <!subteam^${group}>: ask somebody there. How an error begins stands in the thread, for everybody.`;
}
