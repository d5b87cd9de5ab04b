/** Told in the place of what an application said, to whoever may not read it. */
export function payloadLock(group: string): string {
  return `🔒 Exception, input, output, environment and logs are for <!subteam^${group}>: ask somebody there.`;
}
