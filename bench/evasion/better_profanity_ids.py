"""better-profanity, which knows leetspeak by itself: better_profanity_ids.py WORDS < messages > ids"""

import json
import sys

from better_profanity import Profanity

with open(sys.argv[1], encoding="utf-8") as file:
    profanity = Profanity(file.read().splitlines())
for line in sys.stdin.buffer:
    message = json.loads(line)
    if profanity.contains_profanity(message["text"]):
        print(message["id"])
