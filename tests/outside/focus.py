"""FOCUS checkers on what `seatwise report focus` writes: focus.py PYTHON FOLDER-OF-1.4,... CSV-OF-1.2...

1.4 is read by an independent toolkit: each folder file by file and all together, and once with a reference that leads
nowhere, which has to fail. The rest is about 1.2 and its official validator.

Each file is checked as a whole and by service, since the validator is content with a list of allowed values where any row
has one of them. The rules come with the validator; nothing is downloaded. It ends with code 0 whatever it finds, so its
output is read. A copy of the first file with a null cost has to fail, else nothing was checked at all.
"""

import csv
import os
import pathlib
import re
import subprocess
import sys
import tempfile

CRITERIA = (
    "ACCOUNT_NAMING_SUPPORTED,MULTIPLE_PRICING_CATEGORIES_SUPPORTED,MULTIPLE_SUB_ACCOUNT_TYPES_SUPPORTED,"
    "MULTIPLE_BILLING_ACCOUNT_TYPES_SUPPORTED,NEGOTIATED_PRICING_SUPPORTED,PUBLIC_PRICE_LIST_SUPPORTED,"
    "USAGE_MEASUREMENT_SUPPORTED,UNIT_PRICING_SUPPORTED,SUB_ACCOUNT_SUPPORTED,"
    "BILLING_BASED_ON_PROVISIONED_RESOURCES_SUPPORTED,RESOURCE_TYPE_ASSIGNMENT_SUPPORTED,REGION_SUPPORTED,"
    "TAGGING_SUPPORTED,VIRTUAL_CURRENCY_SUPPORTED"
)
# InvoiceId must be null without an invoice (C-004) and must not be null with one (C-005): the rules that come with the
# validator have lost both conditions, so that every file breaks one of them. Ours have no invoice.
WAIVED = {"InvoiceId-C-005-C"}


def failures(python, path):
    """Rules that a file breaks, and the line with the totals."""
    root = subprocess.run(
        [python, "-c", "import focus_validator, pathlib; print(pathlib.Path(focus_validator.__file__).parent.parent)"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()
    command = [
        str(pathlib.Path(python).parent / "focus-validator"), "--data-file", str(path), "--validate-version", "1.2",
        "--block-download", "--applicability-criteria", CRITERIA, "--show-violations",
    ]
    # It opens its list of currencies relative to the folder that it is installed in.
    done = subprocess.run(command, cwd=root, env=os.environ | {"LOG_LEVEL": "ERROR"}, capture_output=True, text=True)
    totals = re.search(r"^Total: (\d+) .*$", done.stdout, re.M)
    if done.returncode != 0 or not totals or int(totals[1]) < 500:
        sys.exit(f"{path}: the validator did not run\n{done.stdout[-800:]}{done.stderr[-800:]}")
    return set(re.findall(r"^❌ ([^:]+):", done.stdout, re.M)), totals[0]


def main():
    python, folders, files = sys.argv[1], sys.argv[2].split(","), [pathlib.Path(name).resolve() for name in sys.argv[3:]]
    wrong = []
    for folder in folders:
        wrong += in_1_4(python, pathlib.Path(folder))
    wrong += dangling(python, pathlib.Path(folders[-1]))
    with tempfile.TemporaryDirectory() as work:
        for path in files:
            with open(path, newline="", encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            slices = {"whole": rows} | {name: [row for row in rows if row["ServiceName"] == name] for name in
                                        sorted({row["ServiceName"] for row in rows})}
            for name, part in slices.items():
                copy = write(pathlib.Path(work) / "part.csv", part)
                broken, totals = failures(python, copy)
                print(f"   {path.parent.name}, {name}, {len(part)} rows: {totals}")
                wrong += [f"{path.parent.name}, {name}: {rule}" for rule in sorted(broken ^ WAIVED)]
        spoilt = [row | {"BilledCost": "" if at == 0 else row["BilledCost"]} for at, row in enumerate(rows)]
        broken, _ = failures(python, write(pathlib.Path(work) / "spoilt.csv", spoilt))
        if "BilledCost-C-003-M" not in broken:
            wrong.append("a null BilledCost was not noticed")
    if wrong:
        sys.exit("FOCUS:\n  " + "\n  ".join(wrong))


DATASETS = {
    "billing_period": "Billing Period",
    "contract_commitment": "Contract Commitment",
    "cost_and_usage": "Cost and Usage",
    "invoice_detail": "Invoice Detail",
}


def in_1_4(python, folder):
    """What the toolkit says against a folder of 1.4; it ends with another code than 0 then."""
    names = [name for name in DATASETS if (folder / f"{name}.csv").exists()]
    checks = [["validate", "--dataset", name.replace("_", "-"), str(folder / f"{name}.csv")] for name in names]
    wrong = []
    for check in checks:
        code, said = toolkit(python, check)
        print(f"   1.4: {said.replace(str(folder.parent) + '/', '').splitlines()[0]}")
        if code != 0:
            wrong.append(f"{folder.name}, {check[2]}:\n{said}")
    code, said = together(python, {name: folder / f"{name}.csv" for name in names})
    print(f"   1.4: {folder.name}: {'; '.join(said.splitlines()[:2])}")
    if code != 0 or f"validated: {', '.join(DATASETS[name] for name in names)}" not in said:
        wrong.append(f"{folder.name}, together:\n{said}")
    return wrong


def dangling(python, folder):
    """The folder of all four with its first commitment taken away: rows refer to it, and the toolkit has to see that."""
    files = {name: folder / f"{name}.csv" for name in DATASETS}
    missing = [name for name, path in files.items() if not path.exists()]
    if missing:
        return [f"{folder.name} lacks {', '.join(missing)}"]
    with tempfile.TemporaryDirectory() as work:
        with open(files["contract_commitment"], newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        cut = write(pathlib.Path(work) / "contract_commitment.csv", rows[1:])
        code, said = together(python, files | {"contract_commitment": cut})
    gone = rows[0]["ContractCommitmentId"]
    return [] if code != 0 and gone in said else [f"a reference to {gone}, which was taken away, was not noticed:\n{said}"]


def together(python, files):
    """Each file is named: by their heads alone the toolkit takes Cost and Usage for 1.2 and leaves it out."""
    command = ["validate-bundle"]
    for name, path in files.items():
        command += ["--" + name.replace("_", "-"), str(path)]
    return toolkit(python, command)


def toolkit(python, command):
    """Code, and what was said."""
    done = subprocess.run(
        [str(pathlib.Path(python).parent / "focus-toolkit"), *command], capture_output=True, text=True,
    )
    return done.returncode, (done.stdout.strip() or done.stderr.strip() or "nothing")


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


main()
