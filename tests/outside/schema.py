"""The JSON documents of reports by their published schema: `schema.py SCHEMA DOCUMENT...`; the first is that of the fixture.

Mistakes put into the first document have to be noticed, else nothing was checked at all.
"""

import copy
import json
import pathlib
import sys

import jsonschema

MISTAKES = [
    ("schema", "seatwise.report/2"),
    ("currency", "Dollar"),
    ("as_of", "yesterday"),
    ("figures/billed/value", 48230),
    ("figures/billed/value", "48,230.50"),
    ("figures/seats_billed/value", "513"),
    ("figures/next_invoice/value", "Dec 1, 2026"),
    ("tables/cost_by_department/rows/0/seats", -1),
    ("charts/bridge/drawing", "pie"),
    ("more", 1),
]


def holder(document, path):
    """What holds the last part of a path, and that part."""
    *parents, last = path.split("/")
    for part in parents:
        document = document[int(part) if isinstance(document, list) else part]
    return document, last


def main():
    schema, *documents = (pathlib.Path(argument) for argument in sys.argv[1:])
    schema = json.loads(schema.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    problems = []
    for path in documents:
        for error in validator.iter_errors(json.loads(path.read_text())):
            problems.append(f"{path.name}: {error.json_path}: {error.message[:200]}")
    sound = json.loads(documents[0].read_text())
    for place, wrong in MISTAKES:
        document = copy.deepcopy(sound)
        parent, last = holder(document, place)
        parent[last] = wrong
        if validator.is_valid(document):
            problems.append(f"{place} = {wrong!r} is not noticed")
    document = copy.deepcopy(sound)
    del document["figures"]["billed"]["value"]
    if validator.is_valid(document):
        problems.append("a kind without a value is not noticed")
    if problems:
        sys.exit("schema.py:\n  " + "\n  ".join(problems[:40]))
    print(f"{len(documents)} documents are valid, {len(MISTAKES) + 1} mistakes are noticed")


if __name__ == "__main__":
    main()
