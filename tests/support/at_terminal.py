"""Runs a command at a terminal of its own, types into it, prints what it shows.

Reads JSON from standard input: {"argv", "env", "cwd", "steps": [{"wait", then
"type", "signal" or "close"}], "stdin": "terminal" | "empty" | "read-only", "columns"?}.
Waits for each step's text, then types, sends the signal or closes the terminal. Prints
JSON: {"output", "status", "echo"}; "echo" is whether the terminal echoes in the end.
"""

import fcntl
import json
import os
import pty
import resource
import select
import signal
import struct
import sys
import termios
import time

plan = json.load(sys.stdin)
pid, terminal = pty.fork()
if pid == 0:
    if plan.get("columns"):
        size = struct.pack("HHHH", 24, plan["columns"], 0, 0)
        fcntl.ioctl(1, termios.TIOCSWINSZ, size)
    os.chdir(plan["cwd"])
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))
    inputs = {"empty": "/dev/null", "read-only": "/dev/tty"}
    if plan["stdin"] in inputs:
        os.dup2(os.open(inputs[plan["stdin"]], os.O_RDONLY), 0)
    os.execve(plan["argv"][0], plan["argv"], plan["env"])

output = b""
status = None
steps = list(plan["steps"])
seen = 0
deadline = time.time() + plan.get("seconds", 60)
while time.time() < deadline:
    if steps and steps[0]["wait"].encode() in output[seen:]:
        seen = len(output)
        time.sleep(0.2)  # until the program reads keys
        step = steps.pop(0)
        if step.get("close"):
            os.close(terminal)
            terminal = None
            break
        if "signal" in step:
            os.kill(pid, signal.Signals[step["signal"]])
        else:
            os.write(terminal, step["type"].encode())
    ready, _, _ = select.select([terminal], [], [], 0.05)
    if ready:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        output += data
    else:
        ended, code = os.waitpid(pid, os.WNOHANG)
        if ended:
            status = code
            break
else:
    os.kill(pid, signal.SIGKILL)
echo = terminal is not None and bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
while status is None:
    ended, code = os.waitpid(pid, os.WNOHANG)
    if ended:
        status = code
    elif time.time() > deadline:
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.01)
print(json.dumps({
    "output": output.decode(errors="replace"),
    "status": os.waitstatus_to_exitcode(status),
    "echo": echo,
}))
