"""The overview against the analysis that it is made from: `overview.py XLSX JSON ANALYSIS`.

Every figure of the report that the analysis has too is the same, and so is the number of its rows. The sheets of people hold
no formula, and a name that begins like one came through as text.
"""

import json
import pathlib
import re
import sys
import zipfile

OVER_TIERED = ("downgrade-tier", "swap-offer", "release-cx-seat")


def expected(analysis):
    """Figure of the report -> value of the analysis."""
    codes = [advice["code"] for advice in analysis["recommendations"]]
    return {
        "assigned": analysis["seats"]["assigned"],
        "billed": analysis["seats"]["billed"],
        "to_give_back": sum(code.startswith("reclaim-") for code in codes),
        "over_tiered": sum(code in OVER_TIERED for code in codes),
        "list_monthly": analysis["costs"]["list_monthly"],
        "contracted_monthly": analysis["costs"]["contracted_monthly"],
        "overage_monthly": analysis["costs"]["overage_monthly"],
        "billed_monthly": analysis["costs"]["billed_monthly"],
        "cash_now": analysis["savings"]["cash_now_monthly"],
        "at_renewal": analysis["savings"]["at_renewal_monthly"],
        "exposure": analysis["savings"]["exposure_monthly"],
    }


def formulas(path, sheet):
    with zipfile.ZipFile(path) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        return book.read(f"xl/worksheets/sheet{names.index(sheet) + 1}.xml").decode().count("<f>")


def main():
    workbook, report, analysis = (pathlib.Path(argument) for argument in sys.argv[1:])
    report, analysis = json.loads(report.read_text()), json.loads(analysis.read_text())
    problems = []
    for figure, wanted in expected(analysis).items():
        found = report["figures"][figure]["value"]
        if found != wanted:
            problems.append(f"{figure} is {found!r}, the analysis says {wanted!r}")
    for table, rows in (("recommendations", analysis["recommendations"]), ("findings", analysis["findings"])):
        if len(report["tables"][table]["rows"]) != len(rows):
            problems.append(f"{table} has {len(report['tables'][table]['rows'])} rows, the analysis {len(rows)}")
    ids = {row["id"] for row in report["tables"]["recommendations"]["rows"]}
    if ids != {row["id"] for row in analysis["recommendations"]}:
        problems.append("the recommendations have other ids than those of the analysis")
    for sheet in ("Seats", "Recommendations"):
        if formulas(workbook, sheet):
            problems.append(f"{sheet} holds formulas")
    if formulas(workbook, "Summary") < 8:
        problems.append("the Summary is no longer live")
    if not any(row["name"].startswith("=HYPERLINK") for row in report["tables"]["seats"]["rows"]):
        problems.append("no name that begins with `=` is in the demo: the check of the workbook proves nothing")
    print(f"   {len(expected(analysis))} figures of the overview are those of the analysis")
    if problems:
        sys.exit("overview.py:\n  " + "\n  ".join(problems))


if __name__ == "__main__":
    main()
