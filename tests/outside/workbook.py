"""The workbook says what the analysis says, once LibreOffice has computed every formula anew.

`workbook.py WORKBOOK ANALYSIS_JSON FOLDER`: the stored results of the formulas are taken out first, so that nothing of
what is read was computed by us. The names that begin with `=` must arrive as text, in the workbook and beside it in
`seats.csv` (with the apostrophe that keeps them text there).
"""

import csv
import decimal
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as tree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

# Section and label of the sheet Summary -> where the analysis says it.
TOTALS = {
    ("Seats", "Assigned"): ("seats", "assigned"),
    ("Seats", "Billed"): ("seats", "billed"),
    ("Cost of the period, a month", "List"): ("costs", "list_monthly"),
    ("Cost of the period, a month", "Contracted"): ("costs", "contracted_monthly"),
    ("Cost of the period, a month", "Overage"): ("costs", "overage_monthly"),
    ("Cost of the period, a month", "Billed"): ("costs", "billed_monthly"),
    ("Savings", "Cash now"): ("savings", "cash_now_monthly"),
    ("Savings", "At renewal"): ("savings", "at_renewal_monthly"),
    ("Savings", "Exposure"): ("savings", "exposure_monthly"),
}
FORMULA = re.compile(r"(<f\b[^>]*?(?:/>|>[^<]*</f>))<v>[^<]*</v>")


def without_results(source, target):
    """Copies the workbook without the stored results; says how many there were."""
    stripped = 0
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                text, count = FORMULA.subn(r"\1", data.decode())
                stripped += count
                data = text.encode()
            new.writestr(name, data)
    return stripped


def recalculate(source, folder):
    profile = (folder / "profile").resolve().as_uri()
    target = folder / "recalculated"
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(target), str(source)],
        check=True, timeout=300, stdout=subprocess.DEVNULL,
    )
    made = target / source.name
    if not made.is_file():
        sys.exit(f"workbook.py: LibreOffice made no {made.name} (is libreoffice-calc installed?)")
    return made


def read(path):
    """Sheet name -> cell -> (type, text, has a formula)."""
    with zipfile.ZipFile(path) as file:
        shared = []
        if "xl/sharedStrings.xml" in file.namelist():
            items = tree.fromstring(file.read("xl/sharedStrings.xml")).iter(MAIN + "si")
            shared = ["".join(part.text or "" for part in item.iter(MAIN + "t")) for item in items]
        targets = {one.get("Id"): one.get("Target") for one in tree.fromstring(file.read("xl/_rels/workbook.xml.rels"))}
        sheets = {}
        for sheet in tree.fromstring(file.read("xl/workbook.xml")).iter(MAIN + "sheet"):
            target = targets[sheet.get(RELATION)]
            part = target.lstrip("/") if target.startswith("/") else "xl/" + target
            cells = tree.fromstring(file.read(part)).iter(MAIN + "c")
            sheets[sheet.get("name")] = {cell.get("r"): read_cell(cell, shared) for cell in cells}
        return sheets


def read_cell(cell, shared):
    kind, value = cell.get("t", "n"), cell.findtext(MAIN + "v")
    if kind == "s":
        value = shared[int(value)]
    elif kind == "inlineStr":
        value = "".join(part.text or "" for part in cell.iter(MAIN + "t"))
    return kind, value, cell.find(MAIN + "f") is not None


def error_cells(sheets):
    """Errors, and formulas without a result."""
    for sheet, cells in sheets.items():
        for place, (kind, value, is_formula) in cells.items():
            is_error = kind == "e" or (value or "").startswith("Err:") or re.fullmatch(r"#[A-Z/0!?]+[!?A]?", value or "")
            if is_error or (is_formula and value is None):
                yield f"{sheet}!{place} is {value!r}"


def summary_rows(cells):
    """(section, label) -> (computed from the sheets, difference to the stored value)."""
    rows, section = {}, None
    for row in range(1, 1 + max(int(re.sub(r"\D", "", place)) for place in cells)):
        label, value, difference = (cells.get(f"{column}{row}", (None, None, False)) for column in "ABD")
        if value[1] == "From the sheets":
            section = label[1]
        elif label[1] and value[1] is not None:
            rows[(section, label[1])] = (value[1], difference[1])
    return rows


def wrong_totals(rows, analysis):
    for place, (part, field) in TOTALS.items():
        if place not in rows:
            yield f"Summary has no row {' / '.join(place)}"
            continue
        computed, expected = decimal.Decimal(rows[place][0]), decimal.Decimal(str(analysis[part][field]))
        # A cell is a binary float: sums of cents come with an error far below a cent.
        if abs(computed - expected) >= decimal.Decimal("0.00001"):
            yield f"Summary {' / '.join(place)} is {computed}, {part}.{field} is {expected}"
    for place, (_, difference) in rows.items():
        if difference is not None and decimal.Decimal(difference) != 0:
            yield f"Summary {' / '.join(map(str, place))} differs from the sheets by {difference}"


def names_that_are_no_text(original, recalculated, seats_csv):
    with open(seats_csv, newline="", encoding="utf-8-sig") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    bites = [name.removeprefix("'") for name in names if name.removeprefix("'").startswith("=")]
    if not bites:
        yield "seats.csv has no name that begins with `=`: nothing was compared"
    if any(name.startswith("=") for name in names):
        yield "seats.csv has a name that begins with a bare `=`"
    for which, sheets in (("written", original), ("recalculated", recalculated)):
        formulas = [place for place, cell in sheets["Seats"].items() if place.startswith("B") and cell[2]]
        texts = [cell[1] for place, cell in sheets["Seats"].items() if place.startswith("B") and not cell[2]]
        if formulas:
            yield f"{which}: names that are formulas: {formulas}"
        for name in bites:
            if name not in texts:
                yield f"{which}: no text cell {name!r} in Seats"


def main():
    workbook, analysis, folder = map(pathlib.Path, sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    bare = folder / "overview.xlsx"
    stripped = without_results(workbook, bare)
    original, recalculated = read(bare), read(recalculate(bare, folder))
    formulas = sum(cell[2] for cells in original.values() for cell in cells.values())
    problems = list(error_cells(recalculated))
    if stripped == 0 or stripped != formulas:
        problems.append(f"{stripped} stored results taken out of {formulas} formulas")
    rows = summary_rows(recalculated["Summary"])
    problems += wrong_totals(rows, json.loads(analysis.read_text()))
    problems += names_that_are_no_text(original, recalculated, workbook.with_name("seats.csv"))
    if problems:
        sys.exit("workbook.py:\n  " + "\n  ".join(problems))
    print(f"{formulas} formulas computed anew, {len(TOTALS)} totals as in the analysis")


if __name__ == "__main__":
    main()
