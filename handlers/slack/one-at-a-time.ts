const last = new Map<string, Promise<void>>();

/** Of presses that ring people each waits for the one before it: a second tap, or a colleague's, then sees what the first has done. */
export async function oneAtATime(key: string, act: () => Promise<void>): Promise<void> {
  const before = last.get(key);
  const mine = (async () => {
    await before?.catch(() => {});
    await act();
  })();
  last.set(key, mine);
  try {
    await mine;
  } finally {
    if (last.get(key) === mine) last.delete(key);
  }
}
