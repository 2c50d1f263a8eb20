"""The JSON Schemas below rules/ and the reader agree.

schema.py SOURCE_TREE

Whatever ships validates. Of the error cases (tests/engine/ruleset/errors), those that are about a file's structure fail; which ones are not
stands in beyond_schema.txt, and those must validate, so that the list cannot hide a gap. The reader's keys are all in the schemas.
"""
import pathlib
import re
import sys
import warnings

import jsonschema
import yaml

root = pathlib.Path(sys.argv[1])
schemas = {path.name: yaml.safe_load(path.read_text()) for path in (root / 'rules').glob('*.schema.json')}


class Loader(yaml.SafeLoader):
    """As YAML's core schema: dates are text."""


Loader.yaml_implicit_resolvers = {first: [entry for entry in entries if entry[0] != 'tag:yaml.org,2002:timestamp']
                                  for first, entries in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def validator(name):
    with warnings.catch_warnings():
        warnings.simplefilter('ignore', DeprecationWarning)
        resolver = jsonschema.RefResolver(name, schemas[name], store=dict(schemas))
        jsonschema.Draft7Validator.check_schema(schemas[name])
        return jsonschema.Draft7Validator(schemas[name], resolver=resolver)


def schema_of(path):
    if path.name in ('pack.yaml', 'lists.yaml'):
        return path.name.replace('.yaml', '.schema.json')
    return 'policy.schema.json' if path.parent.name == 'policies' else 'rule-file.schema.json'


def complaint(path):
    """What the schema says against a file; nothing where it validates. What is no YAML is no schema's business."""
    try:
        document = yaml.load(path.read_text(encoding='utf-8-sig'), Loader)
    except (yaml.YAMLError, UnicodeDecodeError):
        return None
    error = jsonschema.exceptions.best_match(validator(schema_of(path)).iter_errors(document))
    return error and f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"


failures = []
shipped = sorted((root / 'rules').rglob('*.yaml'))
for path in shipped:
    if said := complaint(path):
        failures.append(f'{path.relative_to(root)} ships, but does not validate: {said}')
if len(shipped) < 20:
    failures.append(f'only {len(shipped)} files ship')

cases = root / 'tests/engine/ruleset/errors'
beyond = set((pathlib.Path(__file__).parent / 'beyond_schema.txt').read_text().split())
for case in sorted(path for path in cases.iterdir() if path.is_dir()):
    validates = all(complaint(path) is None for path in case.rglob('*.yaml') if path.is_file())
    if validates and case.name not in beyond:
        failures.append(f'{case.name}: the reader refuses it, the schema does not')
    if not validates and case.name in beyond:
        failures.append(f'{case.name}: the schema refuses it, too; take it off beyond_schema.txt')
for name in beyond - {path.name for path in cases.iterdir()}:
    failures.append(f'{name} in beyond_schema.txt is no case')

# Each key that the reader knows stands in a schema.
text = ''.join(path.read_text() for path in (root / 'rules').glob('*.schema.json'))
known = set()
for source in ('condition_reader.cpp', 'pack_reader.cpp', 'policy_reader.cpp'):
    code = (root / 'engine/ruleset' / source).read_text()
    for keys in re.findall(r'(?:members\("[^"]*",\s*|keys)\{((?:\s*"[a-z_]+",?)+)\s*\}', code):
        known |= set(re.findall(r'"([a-z_]+)"', keys))
for key in sorted(known):
    if f'"{key}"' not in text:
        failures.append(f"the reader knows the key '{key}', no schema does")
if len(known) < 30:
    failures.append(f'only {len(known)} keys were found in the reader')

print('\n'.join(failures) or f'{len(shipped)} files and {len(known)} keys agree')
sys.exit(bool(failures))
