const LINE_FEED = 10;

/** A ratio to another subject, and the budget for it. */
interface Ratio {
  readonly over: string;
  readonly atMost?: number;
}

/** Something to measure: a program from its start to its end. */
export interface Subject {
  command(): readonly string[];
  readonly env: Record<string, string>;
  readonly ratios?: readonly Ratio[];
  readonly input?: string;
  /** Lines on standard output after which the time is up; else at the end. */
  readonly lines?: number;
}

/**
 * Measures all subjects in turns, so that the load of the machine affects them alike.
 *
 * @returns The medians in milliseconds.
 */
export async function medians(
  subjects: ReadonlyMap<string, Subject>,
  rounds: number,
): Promise<Map<string, number>> {
  const times = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round++) {
    for (const [name, subject] of subjects) {
      const time = await measure(name, subject);
      // The first round fills caches.
      times.set(name, round === 0 ? [] : [...times.get(name)!, time]);
    }
  }
  return new Map(
    [...times].map(([name, each]) => [
      name,
      each.toSorted((a, b) => a - b)[rounds >> 1]!,
    ]),
  );
}

async function measure(
  name: string,
  { command, env, input = "", lines = Infinity }: Subject,
): Promise<number> {
  const [program, ...args] = command();
  const begin = performance.now();
  const child = new Deno.Command(program!, {
    args,
    env,
    clearEnv: true,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const complaint = new Response(child.stderr).text();
  const stdin = child.stdin.getWriter();
  await stdin.write(new TextEncoder().encode(input));
  if (lines === Infinity) await stdin.close();
  let seen = 0;
  let time: number | undefined;
  for await (const part of child.stdout) {
    // A program with much output must not wait for its reader.
    if (lines === Infinity || time !== undefined) continue;
    seen += part.filter((byte) => byte === LINE_FEED).length;
    if (seen < lines) continue;
    time = performance.now() - begin;
    await stdin.close();
  }
  const { success } = await child.status;
  time ??= performance.now() - begin;
  if (!success) throw new Error(`${name}: ${await complaint}`);
  return time;
}

/** Each median, and its ratios to the subjects that were measured. */
export function format(
  subjects: ReadonlyMap<string, Subject>,
  medians: ReadonlyMap<string, number>,
): string {
  const lines = [...subjects].map(([name, { ratios = [] }]) => {
    const time = medians.get(name)!;
    const shown = ratios.flatMap(({ over, atMost }) => {
      const base = medians.get(over);
      if (base === undefined) return [];
      const ratio = time / base;
      return `${ratio.toFixed(2)} × ${over}${compare(ratio, atMost)}`;
    });
    const columns = [name.padEnd(32), `${time.toFixed(0)} ms`.padStart(8)];
    return `${columns.join("")}  ${shown.join(", ")}`.trimEnd();
  });
  return lines.map((line) => `${line}\n`).join("");
}

/** Formats whether a figure is within its budget. */
export function compare(figure: number, atMost: number | undefined): string {
  if (atMost === undefined) return "";
  return ` (at most ${atMost}: ${figure <= atMost ? "met" : "NOT MET"})`;
}
