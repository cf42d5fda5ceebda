"""The page, laid out by Chromium: `page.py HTML ANALYSIS WORK`.

It must not be wider than the window at 1280 and 390 pixels, load nothing from anywhere, and show itself in light, dark
and print.
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
MEASURE = "<script>document.title = 'width ' + document.documentElement.scrollWidth + ' of ' + window.innerWidth</script>"
# A rendering of nothing but one color packs into less.
BLANK_MAX = 15_000


def chromium(work, *arguments):
    profile = work / "profile"
    command = ["chromium", *QUIET, f"--user-data-dir={profile}", *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=180)
    return done.stdout


def main():
    page, analysis, work = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    work.mkdir(parents=True, exist_ok=True)
    analysis = json.loads(analysis.read_text())
    html = page.read_text()
    problems = []
    loads = re.findall(r"(?:src|href|url\()\s*=?\s*[\"'(]?\s*(https?:|//)", html)
    if loads:
        problems.append(f"the page loads something from outside: {loads[:3]}")
    if "Content-Security-Policy" not in html:
        problems.append("the page states no Content-Security-Policy")
    # The copy that is measured has a script, which the page's own policy would rightly refuse.
    measured = work / "measured.html"
    measured.write_text(re.sub(r"<meta[^>]*Content-Security-Policy[^>]*>", "", html).replace("</body>", MEASURE + "</body>"))
    for width in (1280, 390):
        # Windows are at least 500 wide in headless Chromium: a frame of the width stands in for a narrow one.
        frame = work / f"frame-{width}.html"
        frame.write_text(
            f"<iframe id=f src='measured.html' style='width:{width}px;height:900px;border:0'></iframe>"
            "<script>f.onload = () => document.title = f.contentDocument.title</script>"
        )
        dom = chromium(work, "--allow-file-access-from-files", "--virtual-time-budget=5000", "--dump-dom", frame.as_uri())
        found = re.search(r"<title>width (\d+) of (\d+)</title>", dom)
        if not found:
            problems.append(f"the page could not be measured at {width} px")
        elif int(found.group(1)) > width:
            problems.append(f"at {width} px the page is {found.group(1)} px wide")
        else:
            print(f"{width} px: page {found.group(1)} px wide")
    for name, extra in {"light": [], "dark": ["--blink-settings=preferredColorScheme=0"]}.items():
        picture = work / f"{name}.png"
        chromium(work, *extra, "--window-size=1280,2400", f"--screenshot={picture}", page.as_uri())
        if picture.stat().st_size < BLANK_MAX:
            problems.append(f"the {name} rendering is blank ({picture.stat().st_size} bytes)")
    if (work / "light.png").read_bytes() == (work / "dark.png").read_bytes():
        problems.append("the dark rendering is the light one")
    chromium(work, "--no-pdf-header-footer", f"--print-to-pdf={work / 'page.pdf'}", page.as_uri())
    text = subprocess.run(["pdftotext", work / "page.pdf", "-"], check=True, stdout=subprocess.PIPE, text=True).stdout
    billed = analysis["costs"]["billed_monthly"]
    for wanted in (analysis["organization"], f"{int(billed.split('.')[0]):,}.{billed.split('.')[1]}"):
        if wanted not in text:
            problems.append(f"print does not show `{wanted}`")
    if problems:
        sys.exit("page.py:\n  " + "\n  ".join(problems))


if __name__ == "__main__":
    main()
