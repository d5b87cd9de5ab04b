/** Every object in a JSON value, wherever it is nested. */
export function* objectsIn(json: unknown): Generator<Readonly<Record<string, unknown>>> {
  const open: unknown[] = [json];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) open.push(...value);
    else if (typeof value === "object" && value !== null) {
      const fields = Object.entries(value);
      open.push(...fields.map(([, inner]) => inner));
      yield Object.fromEntries(fields);
    }
  }
}
