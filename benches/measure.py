"""Runs whole processes and prints the medians of their time and peak memory.

`measure.py generation SEATWISE SIZE OUT` makes a demo; `measure.py questions SEATWISE ROLLUP PYTHON DEMO ROUNDS` asks
every question of both sides, alternating, and fails when their results differ.
"""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

THREADS = 2
DUCK = pathlib.Path(__file__).with_name("duck.py")


def two_cores():
    """Keeps this process, and so every child, on two cores where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])


def run(command):
    """Wall seconds, peak memory in MiB, CPU seconds and output of one process."""
    environment = {**os.environ, "POLARS_MAX_THREADS": str(THREADS), "RAYON_NUM_THREADS": str(THREADS)}
    began = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, env=environment)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if process.returncode != 0:
        sys.exit(f"measure.py: {' '.join(map(str, command))} ended with {process.returncode}")
    # Kibibytes on Linux, bytes on macOS.
    memory = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": memory, "output": output}


def generation(seatwise, size, out):
    got = run([seatwise, "demo", "generate", "--size", size, "--write", "snapshot", "--out", out])
    print(f"generation of size {size}: {got['wall']:.1f} s, {got['cpu']:.1f} CPU s, {got['memory']:.0f} MiB", flush=True)


def questions(seatwise, rollup, python, demo, rounds):
    demo = pathlib.Path(demo)
    (snapshot,) = (demo / "store" / "snapshots").iterdir()
    analyze = [seatwise, "analyze", "--store", demo / "store", "--contract", demo / "contract.toml"]
    analyze += ["--settings", demo / "seatwise.toml", "--format", "json"]
    medians = {}
    # Processor time stays comparable on a busy machine; wall time does only side by side.
    print(f"{'':10} {'wall, s':>22}  {'question alone, s':>22}  {'processor, s':>22}  {'peak memory, MiB':>22}")
    print(f"{'':10}" + f" {'ours':>7} {'DuckDB':>7} {'ratio':>6} " * 4)
    for question in ("activity", "presence", "peak"):
        sides = {"ours": [rollup, snapshot, question], "DuckDB": [python, DUCK, snapshot, question, THREADS]}
        medians[question] = alternate(question, sides, int(rounds))
        print_row(question, medians[question])
    csv = ours_as_csv(seatwise, demo)
    sides = {"ours": [rollup, snapshot, "csv", csv], "DuckDB": [python, DUCK, snapshot, "csv", THREADS, csv]}
    print_row("csv", alternate("csv", sides, int(rounds)))
    shares = [json.loads(run([rollup, snapshot, "bill", demo])["output"]) for _ in range(int(rounds))]
    bill = statistics.median(share["share_percent"] for share in shares)
    print(f"bill       {shares[0]['seconds'] * 1000:.0f} ms after {shares[0]['analysis_seconds']:.2f} s of analysis; median share {bill:.2f} %")
    # No peer: alternating with each other, so that a busy moment meets both.
    medians["whole"] = alternate("whole", {"floor": [rollup, snapshot, "floor"], "analyze": analyze}, int(rounds))
    floor, whole = medians["whole"]["floor"], medians["whole"]["analyze"]
    for name, got in (("floor", floor), ("analyze", whole)):
        print(f"{name:10} {got['wall']:7.2f} s  {got['cpu']:7.2f} processor s  {got['memory']:6.0f} MiB")
    print(f"analyze / floor: {whole['wall'] / floor['wall']:.2f} x time, {whole['memory'] / floor['memory']:.2f} x memory")


def ours_as_csv(seatwise, demo):
    """The tables that the roll-up from CSV reads, exported once: people, licenses, which every folder must have, and activity."""
    folder = demo / "csv"
    if not folder.exists():
        whole = demo / "csv-whole"
        shutil.rmtree(whole, ignore_errors=True)
        run([seatwise, "snapshot", "export", "latest", "--store", demo / "store", "--out", whole, "--format", "csv"])
        for name in set(path.name for path in whole.iterdir()) - {"users.csv", "licenses.csv", "activity.csv"}:
            (whole / name).unlink()
        whole.rename(folder)
    return folder


def alternate(question, sides, rounds):
    """Medians by side; the checksums of all sides that print one must agree in every round."""
    got = {side: [] for side in sides}
    for _ in range(rounds):
        for side, command in sides.items():
            got[side].append(run(command))
    for side in got:
        for one in got[side]:
            one["answer"] = json.loads(one.pop("output"))
            one["alone"] = one["answer"].get("seconds", one["wall"])
    sums = {one["answer"]["checksum"] for side in got for one in got[side] if "checksum" in one["answer"]}
    if len(sums) != 1:
        sys.exit(f"measure.py: {question}: the results differ: checksums {sorted(sums)}")
    keys = ("wall", "alone", "cpu", "memory")
    return {side: {key: statistics.median(one[key] for one in got[side]) for key in keys} for side in got}


def print_row(question, medians):
    ours, peer = medians["ours"], medians["DuckDB"]
    widths = {"wall": "7.2f", "alone": "7.2f", "cpu": "7.2f", "memory": "7.0f"}
    cells = [f" {ours[key]:{width}} {peer[key]:{width}} {ours[key] / peer[key]:6.2f} " for key, width in widths.items()]
    print(f"{question:10}" + "".join(cells), flush=True)


if __name__ == "__main__":
    two_cores()
    {"generation": generation, "questions": questions}[sys.argv[1]](*sys.argv[2:])
