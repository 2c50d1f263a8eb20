"""No phrase that ships has a weight and holds a word of rules/weightless.txt: nobody is flagged for whom a message speaks of.

weightless.py SOURCE_TREE
"""
import pathlib
import re
import sys

rules = pathlib.Path(sys.argv[1]) / 'rules'


def tokens(text):
    """As engine/match/phrases.h reads them; possessives are their owners."""
    found = re.findall(r"[^\W\d_\u3400-\u9fff]+(?:'[^\W\d_\u3400-\u9fff]+)*|\d+|[^\w\s]|[\u3400-\u9fff]", text.lower())
    return tuple(token.removesuffix("'s") for token in found)


weightless = {tokens(line) for line in (rules / 'weightless.txt').read_text().splitlines() if line and not line.startswith('#')}
weighed = 0
failures = []
for file in sorted(rules.glob('*/wording.txt')):
    for line in file.read_text().splitlines():
        if line.startswith(('#', 'threshold')):
            continue
        weighed += 1
        phrase = tokens(line.split(' ', 1)[1])
        parts = {phrase[begin:end] for begin in range(len(phrase)) for end in range(begin + 1, len(phrase) + 1)}
        failures += [f'{file.relative_to(rules)}: "{line}" holds "{" ".join(part)}"' for part in sorted(parts & weightless)]
if weighed < 10_000:
    failures.append(f'only {weighed} phrases were read')
print('\n'.join(failures) or f'{weighed:,} phrases, none with a weightless word')
sys.exit(bool(failures))
