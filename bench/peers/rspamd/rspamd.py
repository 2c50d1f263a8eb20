"""rspamd's multimap: each message as a mail of plain text, posted to a server of this script's own.

The contract is in ../README.md. CPU time is the server's: what the client costs is left out.
"""

import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
START_SECONDS = 300
USER = "_rspamd"  # Debian's
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_configuration(work, words, port):
    expressions = (re.sub(r"([^\w\s]|_)", r"\\\1", word) for word in words)
    (work / "words.map").write_text("".join(f"/{expression}/iu\n" for expression in expressions), encoding="utf-8")
    configuration = (HERE / "rspamd.conf").read_text().replace("@WORK@", str(work)).replace("@PORT@", str(port))
    (work / "rspamd.conf").write_text(configuration)


def processes(server):
    children = pathlib.Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    return [str(server.pid), *children]


def cpu_seconds(server):
    """User and system time of the server and its workers."""
    ticks = 0
    for pid in processes(server):
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def peak_kib(server):
    """The largest peak among the server and its workers, which share most of their memory."""
    statuses = [pathlib.Path(f"/proc/{pid}/status").read_text() for pid in processes(server)]
    return max(int(re.search(r"VmHWM:\s+(\d+)", status)[1]) for status in statuses)


@contextlib.contextmanager
def running_server(words):
    work = pathlib.Path(tempfile.mkdtemp(prefix="tamis-rspamd-"))
    port = free_port()
    write_configuration(work, words, port)
    command = ["rspamd", "--no-fork", "--config", work / "rspamd.conf"]
    if os.geteuid() == 0:
        shutil.chown(work, USER)
        command += ["--user", USER, "--group", USER]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        yield server, port
    finally:
        server.terminate()
        server.wait(timeout=60)
        shutil.rmtree(work)


def is_flagged(connection, text):
    mail = f"From: <a@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n" \
           f"Content-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
    connection.request("POST", "/checkv2", mail.encode(), {"Connection": "keep-alive"})
    return "WORDS" in json.loads(connection.getresponse().read())["symbols"]


def wait_until_ready(server, connection, word):
    """Until a word is found: the map is read, and compiled, after the server listens."""
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        if server.poll() is not None:
            sys.exit(f"rspamd did not start: {server.stderr.read().decode()}")
        with contextlib.suppress(OSError, http.client.HTTPException, KeyError):
            if is_flagged(connection, word):
                return
        connection.close()
        time.sleep(0.2)
    sys.exit(f"rspamd found nothing within {START_SECONDS} s")


def main():
    words_file, messages_file, answers_file = sys.argv[1:4]
    words = pathlib.Path(words_file).read_text(encoding="utf-8").splitlines()
    with running_server(words) as (server, port):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        wait_until_ready(server, connection, words[0])
        cpu, wall = cpu_seconds(server), time.perf_counter()
        messages = flagged = 0
        with open(messages_file, encoding="utf-8") as lines, open(answers_file, "w", encoding="utf-8") as answers:
            for line in lines:
                message = json.loads(line)
                found = is_flagged(connection, message["text"])
                answers.write(f'{{"id":"{message["id"]}","flagged":{"true" if found else "false"}}}\n')
                messages += 1
                flagged += found
        print(json.dumps({
            "messages": messages,
            "flagged": flagged,
            "cpu_seconds": cpu_seconds(server) - cpu,
            "wall_seconds": time.perf_counter() - wall,
            "start_cpu_seconds": cpu,
            "peak_kib": peak_kib(server),
        }))


main()
