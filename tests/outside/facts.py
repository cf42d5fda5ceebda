"""`rollup` and DuckDB answer the same questions on the same organization: `facts.py ROLLUP PYTHON SNAPSHOTS TABLES`, where
TABLES has the tables of the one snapshot as CSV."""

import json
import pathlib
import subprocess
import sys

THREADS = 2
DUCK = pathlib.Path(__file__).resolve().parents[2] / "benches" / "duck.py"


def checksum(command):
    output = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(output)["checksum"]


def main():
    rollup, python, snapshots, tables = sys.argv[1:]
    (snapshot,) = pathlib.Path(snapshots).iterdir()
    problems = []
    for question, more in {"activity": [], "presence": [], "peak": [], "csv": [tables]}.items():
        ours = checksum([rollup, snapshot, question, *more])
        peer = checksum([python, DUCK, snapshot, question, THREADS, *more])
        print(f"{question}: ours {ours}, DuckDB {peer}")
        if ours != peer:
            problems.append(f"{question}: ours is {ours}, DuckDB says {peer}")
        if ours == 0:
            problems.append(f"{question}: the checksum is 0, so that nothing was compared")
    if problems:
        sys.exit("facts.py:\n  " + "\n  ".join(problems))


if __name__ == "__main__":
    main()
