"""The contract of ../README.md: words and messages in, an answer a message out."""

import json
import sys
import time

import orjson


def run(build):
    """`build(words)` makes what says whether a text holds one of the words."""
    words_file, messages_file, answers_file, *rest = sys.argv[1:]
    lower = str if rest == ["--folded"] else str.lower
    with open(words_file, encoding="utf-8") as file:
        holds_word = build([lower(line.rstrip("\n")) for line in file])

    cpu, wall = time.process_time(), time.perf_counter()
    messages = flagged = 0
    with open(messages_file, "rb") as lines, open(answers_file, "w", encoding="utf-8") as answers:
        for line in lines:
            message = orjson.loads(line)
            is_flagged = holds_word(lower(message["text"]))
            answers.write(f'{{"id":"{message["id"]}","flagged":{"true" if is_flagged else "false"}}}\n')
            messages += 1
            flagged += is_flagged
    print(json.dumps({
        "messages": messages,
        "flagged": flagged,
        "cpu_seconds": time.process_time() - cpu,
        "wall_seconds": time.perf_counter() - wall,
    }))
