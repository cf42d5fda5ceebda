"""The workbook of a report, recalculated by LibreOffice, against the report's JSON.

`report_book.py XLSX JSON WORK`: every figure and every cell of every table is what the document says, every control total
agrees, and nothing is an error.

`report_book.py XLSX JSON WORK NAME=NUMBER...`: inputs are changed by their names before it is recalculated. JSON is the
report that seatwise makes with the same change in the contract or the settings: every cell and figure that the change
moved, and all that has to follow it, are what that report says; the control totals, which hold the report as it was, have
to differ.

Results are taken out first, so that every number is LibreOffice's own.
"""

import datetime
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as tree
import zipfile
from decimal import Decimal

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
# What has to follow a change: figures, and columns by table.
PRICES = (
    [
        "effective_cost", "billed_cost", "overage", "cost_per_active_person", "overage_share", "cash_now", "at_renewal",
    ],
    {
        "prices": ["contracted_price", "agreed_beyond", "overage_price"],
        "bill": ["unit_price", "commitment_cost", "overage_price", "overage_cost", "other_cost", "effective_cost"],
        "costs": ["list_cost", "contracted_price", "contracted_cost", "billed_cost", "effective_cost"],
        "savings": ["monthly"],
        "savings_lines": ["contracted_price", "overage_price", "bill_now", "bill_after", "bill_target"],
        "idle_seats": ["contracted_price", "price_of_all", "worth"],
    },
)
THRESHOLD = (["idle_worth"], {"idle_rules": ["idle_from"], "idle_seats": ["days", "seats", "idle_from", "idle", "worth"]})
RENEWAL = (
    ["keep_term", "right_size_term", "growth_term", "right_size_saves"],
    {
        "offer_prices": ["unit_price", "overage_price"],
        "case_lines": ["committed", "unit_price", "commitment", "overage_price", "overage", "monthly"],
        "years": ["uplift", "factor"],
        "cases": ["units", "monthly", "year_1", "year_2", "year_3", "term"],
    },
)


def follows(report, inputs):
    """What has to be as the report says after a change."""
    if report["kind"] == "renewal":
        return RENEWAL
    return THRESHOLD if any(name.startswith("idle_from") for name in inputs) else PRICES


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


def sheet_of(table):
    words = table.replace("_", " ")
    return (words[:1].upper() + words[1:])[:31]


def letters(column):
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def read(path):
    """Sheet -> cell -> (kind, value)."""
    with zipfile.ZipFile(path) as book:
        shared = []
        if "xl/sharedStrings.xml" in book.namelist():
            for entry in tree.fromstring(book.read("xl/sharedStrings.xml")).findall("m:si", NS):
                shared.append("".join(node.text or "" for node in entry.iter(f"{{{NS['m']}}}t")))
        names = [one.get("name") for one in tree.fromstring(book.read("xl/workbook.xml")).find("m:sheets", NS)]
        found = {}
        for number, name in enumerate(names, start=1):
            root = tree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            found[name] = {}
            for row in root.iter(f"{{{NS['m']}}}row"):
                for cell in row.findall("m:c", NS):
                    kind, value = cell.get("t", "n"), cell.findtext("m:v", namespaces=NS)
                    found[name][cell.get("r")] = (kind, shared[int(value)] if kind == "s" else value)
        return found


def differs(kind, wanted, found):
    """Why a cell is not the value of the document; nothing where it is."""
    cell_kind, value = found
    if cell_kind == "e" or re.match(r"(Err:|#[A-Z/0!?]+)", str(value or "")):
        return f"error {value}"
    if wanted is None:
        return None if value == "unknown" else f"{value!r} instead of unknown"
    if kind == "text":
        wanted = re.sub(r"\r\n?", "\n", wanted.replace("`", ""))
        return None if (value or "") == wanted[:32767] else f"{value!r} instead of {wanted!r}"
    if cell_kind != "n" or value is None:
        return f"{value!r} instead of {wanted}"
    if kind == "instant":
        # A cell has days with a fraction: the nearest second.
        seconds = round(Decimal(value) * 86_400)
        found = datetime.datetime(1899, 12, 30) + datetime.timedelta(seconds=seconds)
        return None if found.isoformat() + "Z" == wanted else f"{found} instead of {wanted}"
    if kind in ("day", "month"):
        day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(Decimal(value)))
        return None if day.isoformat()[: len(wanted)] == wanted else f"{day} instead of {wanted}"
    number = Decimal(str(wanted))
    near = max(Decimal("0.0000001"), abs(number) * Decimal("1e-13"))
    return None if abs(Decimal(value) - number) <= near else f"{value} instead of {wanted}"


def figures(report, summary):
    """Id of each figure and its cell, in the order of the Summary: a row per section with figures, then the figures."""
    row = 1 + next(row for row in range(1, 1000) if summary.get(f"A{row}", (0, ""))[1] == "Figure")
    for section in report["sections"]:
        ids = [id for block in section["blocks"] for id in block.get("figures", [])]
        row += bool(ids)
        for id in ids:
            yield id, f"B{row}", summary.get(f"A{row}", ("s", ""))[1]
            row += 1


def compare_figures(report, book, only, moved, problems):
    compared = 0
    for id, cell, label in figures(report, book["Summary"]):
        figure = report["figures"][id]
        if label != figure["label"].replace("`", ""):
            problems.append(f"Summary!{cell} is `{label}`, not `{figure['label']}`")
        found = book["Summary"].get(cell, ("n", None))
        if "value" not in figure or (only and id not in only and not moved("Summary", cell)):
            continue
        compared += 1
        why = differs(figure["kind"], figure["value"], found)
        if why:
            problems.append(f"Summary!{cell} ({id}): {why}")
    return compared


def compare_tables(report, book, only, moved, problems):
    compared = 0
    for id, table in report["tables"].items():
        sheet = book.get(sheet_of(id))
        if sheet is None:
            problems.append(f"no sheet {sheet_of(id)}")
            continue
        rows = [(at + 2, row) for at, row in enumerate(table["rows"])]
        if "totals" in table:
            rows.append((max(len(table["rows"]), 1) + 3, table["totals"]))
        for number, row in rows:
            for at, column in enumerate(table["columns"]):
                cell = f"{letters(at)}{number}"
                if only and column["id"] not in only.get(id, []) and not moved(sheet_of(id), cell):
                    continue
                found = sheet.get(cell, ("n", None))
                compared += 1
                if column["id"] in row:
                    # A total may be a word in a column of figures.
                    why = differs(column["kind"], row[column["id"]], found)
                else:
                    why = None if found[1] in (None, "", "No rows.") else f"{found[1]!r} where there is nothing"
                if why:
                    problems.append(f"{sheet_of(id)}!{cell}: {why}")
    return compared


def changed(source, target, inputs):
    """A copy of the workbook with other numbers in named cells."""
    with zipfile.ZipFile(source) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    root = tree.fromstring(parts["xl/workbook.xml"])
    names = {one.get("name"): one.text for one in root.iter(f"{{{NS['m']}}}definedName")}
    order = [one.get("name") for one in root.find("m:sheets", NS)]
    for name, number in inputs.items():
        sheet, cell = re.fullmatch(r"'?(.+?)'?!\$([A-Z]+\$\d+)", names[name]).groups()
        part = f"xl/worksheets/sheet{order.index(sheet) + 1}.xml"
        text, count = re.subn(
            rf'(<c r="{cell.replace("$", "")}"[^>]*>)(?:<f>[^<]*</f>)?<v>[^<]*</v>',
            rf"\g<1><v>{number}</v>",
            parts[part].decode(),
        )
        assert count == 1, f"{name} is no cell with a number"
        parts[part] = text.encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)


def main():
    source, document, work = (pathlib.Path(argument) for argument in sys.argv[1:4])
    inputs = dict(argument.split("=") for argument in sys.argv[4:])
    work.mkdir(parents=True, exist_ok=True)
    report = json.loads(document.read_text())
    other, bare = work / "changed.xlsx", work / "bare.xlsx"
    changed(source, other, inputs)
    formulas = without_results(other, bare)
    book = read(recalculated(bare, work))
    before, problems = read(source), []

    def moved(sheet, cell):
        kind, value = book[sheet].get(cell, ("n", None))
        old_kind, old = before[sheet].get(cell, ("n", None))
        if kind != "n" or old_kind != "n" or value is None or old is None:
            return value != old
        return abs(Decimal(value) - Decimal(old)) > max(Decimal("1e-7"), abs(Decimal(old)) * Decimal("1e-13"))

    figures_only, tables_only = follows(report, inputs) if inputs else (None, None)
    figures_compared = compare_figures(report, book, figures_only, moved, problems)
    cells_compared = compare_tables(report, book, tables_only, moved, problems)
    for id in tables_only or {}:
        if id not in report["tables"]:
            problems.append(f"the report has no table {id}")
    for name, sheet in book.items():
        for cell, (kind, value) in sheet.items():
            if kind == "e" or re.match(r"(Err:|#[A-Z/0!?]+)", str(value or "")):
                problems.append(f"{name}!{cell}: {value}")
    states = [value for cell, (_, value) in book["Checks"].items() if re.fullmatch(r"F\d+", cell) and value in ("OK", "differs")]
    overall = {value for cell, (_, value) in book["Summary"].items() if cell[0] == "B" and value in ("OK", "differs")}
    if inputs:
        if "differs" not in states or overall != {"differs"}:
            problems.append("the control totals do not notice the change")
    elif set(states) - {"OK"} or (states and overall != {"OK"}):
        problems.append(f"control totals: {states.count('differs')} of {len(states)} differ, overall {overall}")
    print(
        f"   {source.stem}: {formulas} formulas recalculated, {figures_compared} figures, {cells_compared} cells and "
        f"{len(states)} control totals compared"
    )
    if problems:
        sys.exit("report_book.py:\n  " + "\n  ".join(problems[:40]))


if __name__ == "__main__":
    main()
