/** Programs that write a file in place, as `aws configure set` and editors do. */

const sleep = (milliseconds: number) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Truncates a file and writes it in pieces.
 *
 * @param path The file.
 * @param pieces What to write, one after the other.
 * @param gap Milliseconds before each piece.
 * @returns The longest pause in milliseconds: on a busy computer, or where its clock
 * jumps, more than the gap.
 */
export async function writeInPlace(
  path: string,
  pieces: readonly string[],
  gap: number,
): Promise<number> {
  let [last, lastDate] = [performance.now(), Date.now()];
  let longest = 0;
  using file = await Deno.open(path, { write: true, truncate: true });
  for (const piece of pieces) {
    await sleep(gap);
    await file.write(new TextEncoder().encode(piece));
    const [now, date] = [performance.now(), Date.now()];
    longest = Math.max(longest, now - last, date - lastDate);
    [last, lastDate] = [now, date];
  }
  return longest;
}

/** Writes a file in place again and again, for about two seconds. */
export async function keepWriting(path: string, text: string): Promise<void> {
  const middle = text.length / 2;
  for (let round = 0; round < 25; round++) {
    await writeInPlace(path, [text.slice(0, middle), text.slice(middle)], 40);
  }
}
