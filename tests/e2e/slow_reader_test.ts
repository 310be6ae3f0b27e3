/** A pipe that another program, such as Node, has made non-blocking. */
import assert from "node:assert/strict";
import process from "node:process";
import { canRun, ignoreWithout } from "../support/programs.ts";
import { makeHome, updstsCommand, updstsEnv } from "../support/updsts.ts";

/** Reads when the pipe is full, or when its writer has ended. */
const READER = `
import fcntl, os, struct, subprocess, sys, termios, time
reader, writer = os.pipe()
os.set_blocking(writer, False)
size = fcntl.fcntl(writer, 1031, 4096)  # F_SETPIPE_SZ
child = subprocess.Popen(sys.argv[1:], stdout=writer)
os.close(writer)
def waiting():
    return struct.unpack("i", fcntl.ioctl(reader, termios.FIONREAD, b"0000"))[0]
while child.poll() is None and waiting() <= size - 512:  # A whole piece has no room.
    time.sleep(0.01)
while True:
    data = os.read(reader, 65536)
    if not data:
        break
    os.write(1, data)
sys.exit(child.wait())
`;

const isPossible = Deno.build.os === "linux" && canRun("python3", "--version");

Deno.test(ignoreWithout("Linux and python3", {
  name: "a slow reader of a non-blocking pipe gets the whole result",
  async fn() {
    const names = Array.from({ length: 500 }, (_, at) => `profile${at}`);
    await using home = await makeHome(
      names.map((name) => `[${name}]\nregion = eu-west-1\n`).join(""),
    );
    const options = { home: home.path };
    const { code, stdout, stderr } = await new Deno.Command("python3", {
      args: ["-c", READER, ...updstsCommand(["list", "--json"], options)],
      clearEnv: true,
      env: { ...updstsEnv(options), PATH: process.env.PATH ?? "" },
    }).output();
    const decoder = new TextDecoder();
    assert.equal(code, 0, decoder.decode(stderr));
    const profiles = JSON.parse(decoder.decode(stdout));
    assert.equal(profiles.at(-1).profile_name, names.at(-1));
  },
}, isPossible));
