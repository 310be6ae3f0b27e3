/**
 * Makes the pictures of the README from a real session: updsts at a terminal
 * of its own, a simulated STS and a virtual MFA device. Only the lines that
 * begin with `$` are drawn by this script.
 */
import { fileURLToPath } from "node:url";
import { atTerminal, hasTerminals } from "../tests/support/terminal.ts";
import { updstsCommand, updstsEnv } from "../tests/support/updsts.ts";
import { makeDemoScene } from "./demo_scene.ts";
import { drawTerminal, screen, type Theme } from "./terminal_svg.ts";

const COLUMNS = 88;

const THEMES: Record<string, Theme> = {
  light: {
    background: "#ffffff",
    bar: "#eef1f4",
    border: "#c4cbd3",
    text: "#1f2328",
    faint: "#59636e",
    red: "#c2202c",
    green: "#18752f",
  },
  dark: {
    background: "#0d1117",
    bar: "#1b222c",
    border: "#3d444d",
    text: "#e6edf3",
    faint: "#9198a1",
    red: "#ff8078",
    green: "#56d364",
  },
};

const CAPTION = {
  title: "A session of updsts in a terminal",
  description:
    "updsts list shows the profiles default and legacy and what they are. " +
    "updsts get -n default prompts for the MFA code, which is not shown, " +
    "and shows how long default_sts is valid. updsts list then shows default_sts " +
    "too, with the time remaining.",
};

if (!hasTerminals) {
  throw new Error("there is no python3, with which this makes a terminal");
}
await using scene = await makeDemoScene();
const options = {
  ...scene.options,
  env: { ...scene.options.env, TERM: "xterm" },
};

async function show(typed: string[], steps: { wait: string; type: string }[]) {
  const { output, status } = await atTerminal({
    argv: updstsCommand(typed, options),
    env: updstsEnv(options),
    cwd: scene.home.path,
    steps,
    stdin: "terminal",
    columns: COLUMNS,
  });
  if (status !== 0) throw new Error(`updsts ended with ${status}: ${output}`);
  return `\x1b[2m$\x1b[0m updsts ${typed.join(" ")}\n${output}`;
}

const shown = [
  await show(["list"], []),
  await show(["get", "-n", "default"], [
    { wait: "MFA code for", type: `${scene.device.code()}\r` },
  ]),
  await show(["list"], []),
].join("\n");

const lines = screen(shown.trimEnd());
for (const [name, theme] of Object.entries(THEMES)) {
  const path = fileURLToPath(
    new URL(`../docs/session-${name}.svg`, import.meta.url),
  );
  await Deno.writeTextFile(path, drawTerminal(lines, COLUMNS, theme, CAPTION));
}
