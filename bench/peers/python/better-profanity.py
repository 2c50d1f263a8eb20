"""better-profanity: words between separators, looked up in a set with all their leetspeak variants."""

from better_profanity import Profanity

import peer


def build(words):
    return Profanity(words).contains_profanity


peer.run(build)
