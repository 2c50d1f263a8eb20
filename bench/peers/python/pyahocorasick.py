"""pyahocorasick: an Aho-Corasick automaton in C, over code points."""

import ahocorasick

import peer


def build(words):
    automaton = ahocorasick.Automaton(ahocorasick.STORE_LENGTH)
    for word in words:
        automaton.add_word(word)
    automaton.make_automaton()
    return lambda text: next(automaton.iter(text), None) is not None


peer.run(build)
