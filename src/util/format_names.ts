/** Names as they are in JSON: they may contain commas and quotation marks. */
export function formatNames(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(", ");
}
