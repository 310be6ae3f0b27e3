/** Does what makes one system call each, and prints what updsts says of each. */
import process from "node:process";
import { open } from "node:fs/promises";
import { fileFailure } from "../../src/file/fs_errors.ts";

const path = process.argv[2]!;
using file = await Deno.open(path, { read: true, write: true });
const handle = await open(path, "r+");
const calls: Record<string, () => unknown> = {
  flock: () => file.lock(true),
  write: () => file.write(new Uint8Array(1)),
  read: () => file.read(new Uint8Array(1)),
  fsync: () => file.sync(),
  fdatasync: () => file.syncData(),
  ftruncate: () => file.truncate(0),
  lseek: () => file.seek(0, Deno.SeekMode.Start),
  fchmod: () => handle.chmod(0o600),
  fchown: () => handle.chown(0, 0),
  "chmod,fchmodat": () => Deno.chmod(path, 0o600),
  "rename,renameat,renameat2": () => Deno.rename(path, `${path}2`),
  "link,linkat": () => Deno.link(path, `${path}2`),
};
const said: Record<string, string> = {};
for (const [name, call] of Object.entries(calls)) {
  try {
    await call();
  } catch (error) {
    said[name] = fileFailure("file_not_writable", "cannot", error).message;
  }
}
process.stdout.write(JSON.stringify(said));
Deno.exit();
