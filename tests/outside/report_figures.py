"""The same figure in every format: `report_figures.py FOLDER FOCUS WORK`.

FOLDER has one report as HTML, PDF, XLSX, CSV and JSON, FOCUS is the bill of the same period as FOCUS Cost and Usage. Every
figure of the JSON document is read back from the others, the workbook recalculated by LibreOffice, and is the same to the
cent; the effective and the billed cost are the sums of FOCUS.
"""

import csv
import html.parser
import json
import pathlib
import re
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal

import report_book


class Figures(html.parser.HTMLParser):
    """Id of each figure on the page -> its exact value, and what a reader sees."""

    def __init__(self):
        super().__init__()
        self.id, self.inside, self.found = None, False, {}

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "div" and (attributes.get("id") or "").startswith("figure-"):
            self.id = attributes["id"].removeprefix("figure-")
        self.inside = tag == "dd" and "value" in (attributes.get("class") or "").split() or self.inside and tag == "code"
        if tag == "dd" and self.inside and self.id:
            self.found[self.id] = [attributes.get("data-v"), ""]

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "dd"

    def handle_data(self, data):
        if self.inside and self.id:
            self.found[self.id][1] += data


def shown(report, figure):
    """A figure as American English writes it, written here a second time."""
    kind, value = figure["kind"], figure["value"]
    if value is None:
        return "unknown"
    if kind in ("text", "day", "instant", "month"):
        return None
    number = Decimal(str(value))
    sign = "−" if number < 0 else ""
    number = abs(number)
    if kind in ("amount", "price"):
        symbol = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹"}.get(report["currency"], report["currency"] + "\u00a0")
        digits = max(report["minor_units"], -number.normalize().as_tuple().exponent)
        return f"{sign}{symbol}{number:,.{digits}f}"
    if kind == "share":
        return f"{sign}{(number * 100).quantize(Decimal('0.1'), ROUND_HALF_UP):,}%"
    number = number.quantize(Decimal("0.001"), ROUND_HALF_UP).normalize()
    return f"{sign}{number:,f}"


def pdf_says(pages, label, wanted):
    """Is there a label with the value right below it, in the same column of the page?"""
    lines = [line for line in pages if line.strip()]
    for at, line in enumerate(lines[:-1]):
        for cell in re.finditer(r"\S+(?: \S+)*", line):
            if cell.group() == label:
                below = re.finditer(r"\S+(?: \S+)*", lines[at + 1])
                if any(abs(one.start() - cell.start()) <= 4 and one.group() == wanted for one in below):
                    return True
    return False


def main():
    folder, focus, work = (pathlib.Path(argument) for argument in sys.argv[1:])
    work.mkdir(parents=True, exist_ok=True)
    one = lambda pattern: next(folder.glob(pattern))
    report = json.loads(one("*.json").read_text())
    page = Figures()
    page.feed(one("*.html").read_text())
    with open(one("*-csv/figures.csv"), newline="", encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    text = subprocess.run(["pdftotext", "-layout", one("*.pdf"), "-"], check=True, stdout=subprocess.PIPE, text=True).stdout
    pages = re.sub("[\u200b\u00ad\f]", "", text).splitlines()
    bare = work / "bare.xlsx"
    report_book.without_results(one("*.xlsx"), bare)
    book = report_book.read(report_book.recalculated(bare, work))
    cells = {id: book["Summary"].get(cell, ("n", None)) for id, cell, _ in report_book.figures(report, book["Summary"])}
    problems, compared = [], 0
    for id, figure in report["figures"].items():
        if "value" not in figure:
            continue
        value, kind, seen = figure["value"], figure["kind"], shown(report, figure)
        compared += 1
        exact, words = page.found.get(id, (None, None))
        plain = None if value is None else str(value)
        if kind != "text" and exact != plain:
            problems.append(f"{id}: the page has {exact}, not {plain}")
        if seen is not None and words != seen:
            problems.append(f"{id}: the page shows {words!r}, not {seen!r}")
        if seen is not None and not pdf_says(pages, figure["label"], seen):
            problems.append(f"{id}: the PDF has no {seen!r} below `{figure['label']}`")
        row = rows.get(id, {})
        if (row.get("value") or None) != plain and kind != "text" or row.get("known") != ("no" if value is None else "yes"):
            problems.append(f"{id}: figures.csv has {row}, not {plain}")
        why = report_book.differs(kind, value, cells.get(id, ("n", None)))
        if why:
            problems.append(f"{id}: the workbook has {why}")
    with open(focus, newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    for id, column in (("effective_cost", "EffectiveCost"), ("billed_cost", "BilledCost")):
        total = sum(Decimal(line[column]) for line in lines)
        if total != Decimal(report["figures"][id]["value"]):
            problems.append(f"{id}: FOCUS sums to {total}, not {report['figures'][id]['value']}")
    print(f"   {compared} figures are the same as page, PDF, workbook, CSV and JSON; two are the sums of {len(lines)} rows of FOCUS")
    if compared < 10 or len(lines) < 5:
        problems.append("too little was compared")
    if problems:
        sys.exit("report_figures.py:\n  " + "\n  ".join(problems[:40]))


if __name__ == "__main__":
    main()
