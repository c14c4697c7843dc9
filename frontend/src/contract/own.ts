/** What an object holds under a name from data, and nothing that every object has. */
export function own<T>(from: Record<string, T> | null | undefined, name: string): T | undefined {
  return from && Object.hasOwn(from, name) ? from[name] : undefined;
}
