#!/usr/bin/env node
/**
 * Starts the executable of this platform, which npm has installed as an optional
 * dependency. Input, output and the terminal are the executable's own.
 */
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";

const isWindows = process.platform === "win32";

function executable() {
  const cpu = isWindows ? "x64" : process.arch;
  const name = `updsts-${process.platform}-${cpu}`;
  try {
    return createRequire(import.meta.url)
      .resolve(`${name}/bin/updsts${isWindows ? ".exe" : ""}`);
  } catch {
    fail(
      `the npm package ${name} is not installed`,
      "use npm without --omit=optional; there are executables for Linux with glibc and macOS, x64 and arm64, and for Windows, x64",
    );
  }
}

function fail(message, hint) {
  process.stderr.write(`updsts: error: ${message}\nupdsts: hint: ${hint}\n`);
  process.exit(1);
}

/** The terminal sends its signals to the executable as well as to this process. */
function hasTerminal() {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}

const path = executable();
const child = spawn(path, process.argv.slice(2), { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGQUIT", "SIGHUP", "SIGTERM"]) {
  process.on(signal, () => {
    // A second Ctrl-C would end the executable before it has cleaned up.
    const isSent = isWindows || signal !== "SIGTERM" && hasTerminal();
    if (!isSent) child.kill(signal);
  });
}
child.on("error", (error) => {
  fail(`cannot start ${path}: ${error.message}`, "reinstall updsts");
});
child.on("exit", (status, signal) => {
  if (signal === null) process.exit(status);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
