# Runs one command after the other for meter.mjs: a JSON line in, a JSON line out.
# Python, because Node cannot ask the kernel what a child took (wait4), and because a small parent starts children faster.
import json
import os
import socket
import sys
import tempfile
import time


def run(job):
    ours, theirs = socket.socketpair()  # what Claude Code gives a hook as stdin
    with tempfile.TemporaryFile() as errors:
        reader, writer = os.pipe()
        os.chdir(job["cwd"])
        start = time.perf_counter()
        pid = os.posix_spawn(
            job["command"][0],
            job["command"],
            job["env"],
            file_actions=[
                (os.POSIX_SPAWN_DUP2, theirs.fileno(), 0),
                (os.POSIX_SPAWN_DUP2, writer, 1),
                (os.POSIX_SPAWN_DUP2, errors.fileno(), 2),
            ],
        )
        theirs.close()
        os.close(writer)
        try:
            ours.sendall(job["input"].encode())
        except OSError:
            pass  # it ended without reading
        ours.close()
        output = read_all(reader)
        _, status, usage = os.wait4(pid, 0)
        end = time.perf_counter()
        errors.seek(0)
        return {
            "ms": (end - start) * 1000,
            "cpu": (usage.ru_utime + usage.ru_stime) * 1000,
            "peak": usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024),
            "status": os.waitstatus_to_exitcode(status),
            "output": output.decode(errors="replace"),
            "errors": errors.read(4000).decode(errors="replace"),
        }


def read_all(reader):
    pieces = []
    while piece := os.read(reader, 65536):
        pieces.append(piece)
    os.close(reader)
    return b"".join(pieces)


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
