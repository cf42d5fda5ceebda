"""The workbook, recalculated by LibreOffice: `workbook.py XLSX ANALYSIS WORK`.

Cached results are taken out first, so that every number in the recalculated file is LibreOffice's own.
"""

import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as tree
import zipfile
from decimal import Decimal

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def without_results(source, target):
    """A copy of the workbook whose formulas have no result; says how many formulas there are."""
    formulas = 0
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                text, count = re.subn(r"(</f>)<v>[^<]*</v>", r"\1", data.decode())
                formulas += count
                data = text.encode()
            new.writestr(item, data)
    return formulas


def recalculated(book, work):
    profile = (work / "profile").resolve().as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(work / "recalculated"), str(book)],
        check=True, stdout=subprocess.DEVNULL, timeout=300,
    )
    return work / "recalculated" / book.name


def sheets(path):
    """Name -> list of rows; a row maps column letters to (kind, value)."""
    with zipfile.ZipFile(path) as book:
        shared = []
        if "xl/sharedStrings.xml" in book.namelist():
            for entry in tree.fromstring(book.read("xl/sharedStrings.xml")).findall("m:si", NS):
                shared.append("".join(node.text or "" for node in entry.iter(f"{{{NS['m']}}}t")))
        names = [sheet.get("name") for sheet in tree.fromstring(book.read("xl/workbook.xml")).find("m:sheets", NS)]
        found = {}
        for number, name in enumerate(names, start=1):
            root = tree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            found[name] = [cells(row, shared) for row in root.iter(f"{{{NS['m']}}}row")]
        return found


def cells(row, shared):
    read = {}
    for cell in row.findall("m:c", NS):
        kind, value = cell.get("t", "n"), cell.findtext("m:v", namespaces=NS)
        if kind == "s":
            value = shared[int(value)]
        if kind == "inlineStr":
            value = "".join(node.text or "" for node in cell.iter(f"{{{NS['m']}}}t"))
        read[re.match("[A-Z]+", cell.get("r")).group()] = (kind, value, cell.find("m:f", NS) is not None)
    return read


def expected(analysis):
    """Label of the Summary sheet, which of the rows with it (seats come before costs), value of the analysis."""
    codes = [advice["code"] for advice in analysis["recommendations"]]
    over_tiered = ("downgrade-tier", "swap-offer", "release-cx-seat")
    return [
        ("Assigned", 0, analysis["seats"]["assigned"]),
        ("Billed", 0, analysis["seats"]["billed"]),
        ("To give back", 0, sum(code.startswith("reclaim-") for code in codes)),
        ("Over-tiered", 0, sum(code in over_tiered for code in codes)),
        ("List", 0, analysis["costs"]["list_monthly"]),
        ("Contracted", 0, analysis["costs"]["contracted_monthly"]),
        ("Overage", 0, analysis["costs"]["overage_monthly"]),
        ("Billed", 1, analysis["costs"]["billed_monthly"]),
        ("Cash now", 0, analysis["savings"]["cash_now_monthly"]),
        ("At renewal", 0, analysis["savings"]["at_renewal_monthly"]),
        ("Exposure", 0, analysis["savings"]["exposure_monthly"]),
    ]


def main():
    source, analysis, work = (pathlib.Path(argument) for argument in sys.argv[1:])
    work.mkdir(parents=True, exist_ok=True)
    analysis = json.loads(analysis.read_text())
    bare = work / "bare.xlsx"
    formulas = without_results(source, bare)
    book = sheets(recalculated(bare, work))
    problems = []
    if formulas < 10:
        problems.append(f"the workbook has {formulas} formulas: the Summary is no longer live")
    for name, rows in book.items():
        for number, row in enumerate(rows, start=1):
            for column, (kind, value, _) in row.items():
                if kind == "e" or re.match(r"(Err:|#[A-Z/0!?]+)", str(value or "")):
                    problems.append(f"{name}!{column}, row {number}: error cell {value}")
    for label, which, wanted in expected(analysis):
        rows = [row for row in book["Summary"] if row.get("A", ("s", None, False))[1] == label]
        if len(rows) <= which:
            problems.append(f"Summary has no row number {which + 1} `{label}`")
            continue
        row = rows[which]
        for column in ("B", "C"):
            kind, value, _ = row.get(column, ("n", None, False))
            if kind == "n" and value is not None and abs(Decimal(value) - Decimal(str(wanted))) > Decimal("0.000001"):
                problems.append(f"Summary `{label}` {column} is {value}, the analysis says {wanted}")
        if row.get("C", ("n", None, False))[1] is None and row.get("B", ("n", None, False))[1] is None:
            problems.append(f"Summary `{label}` is empty")
    for name in ("Seats", "Recommendations"):
        for row in book[name]:
            for column, (kind, value, is_formula) in row.items():
                if is_formula:
                    problems.append(f"{name}!{column} holds a formula: {value}")
    names = [value for row in book["Seats"] for _, value, _ in row.values() if str(value).startswith("=HYPERLINK")]
    if not names:
        problems.append("no name that begins with `=` came through as text")
    print(f"{formulas} formulas recalculated, {sum(map(len, book.values()))} rows read")
    if problems:
        sys.exit("workbook.py:\n  " + "\n  ".join(problems[:40]))


if __name__ == "__main__":
    main()
