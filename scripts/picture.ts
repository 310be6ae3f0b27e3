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

const COLUMNS = 80;

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
  title: "updsts in a terminal",
  description:
    "updsts list shows the profiles default, legacy and admin and what they " +
    "are. updsts get default prompts for the MFA code, which is not shown, and " +
    "says how long default_sts is valid. updsts get admin assumes a role " +
    "without a prompt. updsts list then shows both sessions with the time " +
    "remaining.",
};

if (!hasTerminals) {
  throw new Error("python3 is missing: it makes the terminal");
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
  await show(["get", "default"], [
    { wait: "(hidden): ", type: `${scene.device.code()}\r` },
  ]),
  await show(["get", "admin"], []),
  await show(["list"], []),
].join("\n");

const lines = screen(shown.trimEnd());
for (const [name, theme] of Object.entries(THEMES)) {
  const path = fileURLToPath(
    new URL(`../docs/session-${name}.svg`, import.meta.url),
  );
  await Deno.writeTextFile(path, drawTerminal(lines, COLUMNS, theme, CAPTION));
}
