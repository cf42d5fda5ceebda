"""The page of a report in Chromium: `report_page.py FOLDER WORK`, FOLDER as `report_fixture` writes it.

Its script runs under the page's own policy; tables are sorted by exact values with unknown ones last, filtered, and shown
whole, short and packed ones; totals stay last; nothing is wider than the window; a long table has its head on every sheet.
"""

import json
import pathlib
import re
import subprocess
import sys

QUIET = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]
POLICY = r"<meta[^>]*Content-Security-Policy[^>]*>"
STEPS = """<script>
const box = (id) => document.getElementById("table-" + id);
const column = (id, at) => [...box(id).querySelectorAll("tbody tr")].map((row) => row.cells[at].textContent);
const total = (id) => box(id).querySelector("tfoot tr").textContent;
const pause = (time) => new Promise((done) => setTimeout(done, time));
const press = async (id, at) => { box(id).querySelectorAll("thead button")[at].click(); await pause(1500); };
const type = async (id, text) => {
  const input = box(id).querySelector("input");
  input.value = text; input.dispatchEvent(new Event("input")); await pause(1500);
};
const sorted = (id, at) => box(id).querySelectorAll("thead th")[at].getAttribute("aria-sort");
const found = { width: document.documentElement.scrollWidth };
(async () => { STEPS; document.title = "found " + JSON.stringify(found); })();
</script>"""
SHORT = """
const id = "cost_by_department";
found.first = column(id, 0).length; found.rest = box(id).querySelector(".rest p").textContent;
box(id).querySelector(".rest button").click(); await pause(300);
found.all = column(id, 0).length; found.button = box(id).querySelector(".rest button").hidden;
await press(id, 6); found.down = column(id, 6); found.downSays = sorted(id, 6);
await press(id, 6); found.up = column(id, 6);
await press(id, 6); found.back = column(id, 2);
await press(id, 0); found.names = column(id, 0).map((name) => name.slice(0, 8));
await type(id, "sUp"); found.matches = column(id, 0); found.says = box(id).querySelector(".count").textContent;
found.total = total(id).includes("$48,230.50");
await press("invoice_lines", 2); found.days = column("invoice_lines", 2);
"""
LONG = """
const id = "idle_people";
found.first = column(id, 0).length;
await press(id, 2); const costs = [...box(id).querySelectorAll("tbody tr")].map((row) => row.cells[2].dataset.v);
found.down = costs.slice(0, 2); found.rows = costs.length;
await press(id, 2); found.up = column(id, 2)[0];
await type(id, "Person 19999"); found.matches = column(id, 0); found.says = box(id).querySelector(".count").textContent;
await type(id, ""); box(id).querySelector(".rest button").click(); await pause(500);
found.more = column(id, 0).length; found.rest = box(id).querySelector(".rest p").textContent;
found.total = total(id).startsWith("Total");
"""
EXPECTED = {
    "short": {
        "first": 5, "rest": "The first 5 of 7 rows. The data files hold all.", "all": 7, "button": True,
        "down": ["$22,310.00", "$13,580.00", "$4,940.50", "$4,487.50", "$1,942.50", "$970.00", "unknown"],
        "downSays": "descending",
        "up": ["$970.00", "$1,942.50", "$4,487.50", "$4,940.50", "$13,580.00", "$22,310.00", "unknown"],
        "back": ["230", "140", "20", "10", "41", "65", "7"],
        "matches": ["Support"], "says": "1 of 7 rows match; the totals are of all rows", "total": True,
        "days": ["Oct 31, 2026", "Oct 31, 2026", "Oct 1, 2026", "unknown"],
    },
    "long": {
        "first": 60, "down": ["101.75", "101.75"], "rows": 60, "up": "$92.00", "matches": ["Person 19999"],
        "says": "1 of 20,000 rows match; the totals are of all rows", "more": 560,
        "rest": "560 of 20,000 rows shown.", "total": True,
    },
}


def chromium(work, *arguments):
    command = ["chromium", *QUIET, f"--user-data-dir={work / 'profile'}", *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=180)
    return done.stdout


def stepped(work, name, html, steps, problems):
    # The copy with steps has no policy, which would rightly refuse them.
    page = work / f"{name}-steps.html"
    page.write_text(re.sub(POLICY, "", html).replace("</body>", STEPS.replace("STEPS", steps) + "</body>"))
    for width in (1280, 390):
        # Windows are at least 500 wide in headless Chromium: a frame of the width stands in for a narrow one.
        frame = work / f"{name}-{width}.html"
        frame.write_text(
            f"<iframe id=f src='{page.name}' style='width:{width}px;height:900px;border:0'></iframe><script>"
            "setInterval(() => { document.title = f.contentDocument.title }, 100)</script>"
        )
        dom = chromium(work, "--allow-file-access-from-files", "--virtual-time-budget=60000", "--dump-dom", frame.as_uri())
        found = re.search(r"<title>found (.*)</title>", dom)
        if not found:
            problems.append(f"{name}: the steps did not end at {width} px")
            continue
        found = json.loads(found.group(1).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
        if found["width"] > width:
            problems.append(f"{name}: at {width} px the page is {found['width']} px wide")
        for key, wanted in EXPECTED[name].items():
            if found[key] != wanted:
                problems.append(f"{name} at {width} px: {key} is {found[key]}, not {wanted}")


def main():
    folder, work = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    work.mkdir(parents=True, exist_ok=True)
    short, long = next(folder.glob("acme*.html")), next(folder.glob("many*.html"))
    problems = []
    for name, page, steps in (("short", short, SHORT), ("long", long, LONG)):
        html = page.read_text()
        if not re.search(POLICY, html):
            problems.append(f"{name}: the page states no Content-Security-Policy")
        if 'class="tools">' not in chromium(work, "--virtual-time-budget=5000", "--dump-dom", page.as_uri()):
            problems.append(f"{name}: the page's own policy refuses its script")
        stepped(work, name, html, steps, problems)
    for size in ("A4", "letter"):
        sheet, pdf = work / f"long-{size}.html", work / f"long-{size}.pdf"
        sheet.write_text(long.read_text().replace("@page { size: auto;", f"@page {{ size: {size};"))
        chromium(work, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", sheet.as_uri())
        text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, stdout=subprocess.PIPE, text=True).stdout
        sheets = [one for one in text.split("\f") if "Person " in one]
        headed = [one for one in sheets if "Last sign" in one]
        if len(sheets) < 2 or len(headed) != len(sheets):
            problems.append(f"{size}: {len(headed)} of {len(sheets)} sheets of the long table have its head")
        if text.count("Total ") != 1:
            problems.append(f"{size}: the totals stand {text.count('Total ')} times")
    for problem in problems:
        print(problem)
    print("the page of a report: " + ("sound" if not problems else f"{len(problems)} problems"))
    sys.exit(1 if problems else 0)


main()
