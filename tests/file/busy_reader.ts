/**
 * Keeps a file open on Windows, again and again, with the access and the share
 * mode of another program. The first line on standard output says that it has.
 */
import process from "node:process";

const [path, access, share, locked] = process.argv.slice(2) as string[];
/** Milliseconds that the file is open, and that it is not. */
const OPEN = 60;
const CLOSED = 15;

const kernel = Deno.dlopen("kernel32.dll", {
  CreateFileW: {
    parameters: ["buffer", "u32", "u32", "pointer", "u32", "u32", "pointer"],
    result: "pointer",
  },
  LockFile: {
    parameters: ["pointer", "u32", "u32", "u32", "u32"],
    result: "i32",
  },
  CloseHandle: { parameters: ["pointer"], result: "i32" },
}).symbols;

const wide = Uint16Array.from(`${path}\0`, (char) => char.charCodeAt(0));
const OPEN_EXISTING = 3;
const INVALID_HANDLE = -1n & 0xffff_ffff_ffff_ffffn;

function open(): Deno.PointerValue {
  const name = new Uint8Array(wide.buffer);
  const [rights, mode] = [Number(access), Number(share)];
  return kernel.CreateFileW(name, rights, mode, null, OPEN_EXISTING, 0, null);
}

for (let count = 0;; count++) {
  const handle = open();
  if (Deno.UnsafePointer.value(handle) !== INVALID_HANDLE) {
    if (locked) kernel.LockFile(handle, 0, 0, 1000, 0);
    if (count === 0) process.stdout.write("open\n");
    await sleep(OPEN);
    kernel.CloseHandle(handle);
  }
  await sleep(CLOSED);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
