/** Waits until there is a result, or nobody may wait any more: then it throws the signal's reason, and the work goes on. */
export async function unlessAborted<T>(result: Promise<T>, until: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(until.reason);
  if (until.aborted) stop();
  until.addEventListener("abort", stop);
  try {
    return await Promise.race([result, promise]);
  } finally {
    until.removeEventListener("abort", stop);
  }
}
