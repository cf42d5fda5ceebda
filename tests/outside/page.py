"""The page fits wide and narrow screens, loads nothing, and has a dark and a printed form.

`page.py PAGE ANALYSIS_JSON FOLDER`. Widths are measured in frames, because a window of Chromium cannot be as narrow as
a telephone. The page's own policy forbids scripts: the frame's copy goes without it, so that it can be measured.
"""

import html
import html.parser
import json
import os
import pathlib
import re
import subprocess
import sys
import zlib

WIDTHS = (1280, 390)
LOADS = re.compile(r"^\s*(https?:)?//", re.IGNORECASE)
# Attributes that fetch wherever they stand; `href` fetches unless it is a link to click.
FETCHING = {"src", "srcset", "poster", "data", "background", "xlink:href", "manifest"}
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
MEASURE = """<!DOCTYPE html><title>not measured</title>
<iframe style="border:0;width:{width}px;height:2000px" srcdoc="{page}"></iframe>
<script>
addEventListener("load", () => {{
  const inside = document.querySelector("iframe").contentWindow, root = inside.document.documentElement;
  const wide = [...root.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > inside.innerWidth + 1);
  document.title = JSON.stringify({{
    inner: inside.innerWidth, scroll: root.scrollWidth, height: root.scrollHeight,
    wide: wide.slice(0, 5).map(e => e.tagName + "." + (e.getAttribute("class") || ""))
  }});
}});
</script>"""


def chromium(folder, *arguments):
    command = ["chromium", "--headless=new", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder}/profile"]
    if os.geteuid() == 0:
        command.append("--no-sandbox")
    command += ["--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage", *arguments]
    return subprocess.run(command, check=True, timeout=180, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def overflows(page, folder):
    free = POLICY.sub("", page)
    for width in WIDTHS:
        copy = folder / f"measure-{width}.html"
        copy.write_text(MEASURE.format(width=width, page=html.escape(free)))
        dom = chromium(folder, "--window-size=1400,2200", "--dump-dom", copy.resolve().as_uri()).decode()
        title = html.unescape(re.search(r"<title>(.*?)</title>", dom, re.DOTALL).group(1))
        if not title.startswith("{"):
            yield f"at {width} px: {title}"
            continue
        got = json.loads(title)
        print(f"at {width} px: content {got['scroll']} px wide, {got['height']} px high")
        if got["inner"] != width:
            yield f"at {width} px: the frame is {got['inner']} px wide"
        if got["scroll"] > width:
            yield f"at {width} px: the content is {got['scroll']} px wide; {', '.join(got['wide'])}"
        if got["height"] < 1000:
            yield f"at {width} px: only {got['height']} px high: not laid out?"


class Requests(html.parser.HTMLParser):
    """Collects what a browser would fetch from elsewhere."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.has_policy = False

    def handle_starttag(self, tag, attributes):
        attributes = {name: value or "" for name, value in attributes}
        if tag == "script":
            self.found.append("a script")
        if attributes.get("http-equiv", "").lower() == "content-security-policy":
            self.has_policy = "default-src 'none'" in attributes.get("content", "")
        for name, value in attributes.items():
            if (name in FETCHING or (name == "href" and tag != "a")) and LOADS.match(value):
                self.found.append(f"<{tag} {name}={value!r}>")
            if name == "style":
                self.handle_style(value)

    def handle_data(self, data):
        if self.rawdata and self.cdata_elem == "style":
            self.handle_style(data)

    def handle_style(self, text):
        for target in re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')]*)", text):
            if LOADS.match(target):
                self.found.append(f"style: {target}")


def requests(page):
    reader = Requests()
    reader.feed(page)
    if not reader.has_policy:
        yield "the page has no policy with default-src 'none'"
    yield from (f"the page fetches {found}" for found in reader.found)


def blank_or_pale(source, folder):
    brightness = {}
    for scheme, number in (("light", 1), ("dark", 0)):
        shot = folder / f"{scheme}.png"
        chromium(folder, f"--blink-settings=preferredColorScheme={number}", "--window-size=1280,1600",
                 f"--screenshot={shot}", source.resolve().as_uri())
        lightness, colors = picture(shot.read_bytes())
        brightness[scheme] = lightness
        print(f"{scheme}: mean lightness {lightness:.0f} of 255, {colors} colors")
        if colors < 100:
            yield f"{scheme}: {colors} colors: blank?"
    if brightness["light"] < 180:
        yield f"light: mean lightness {brightness['light']:.0f}, expected 180 or more"
    if brightness["dark"] > 80:
        yield f"dark: mean lightness {brightness['dark']:.0f}, expected 80 or less"


def picture(png):
    """Mean lightness and number of colors of an 8-bit RGB or RGBA picture."""
    width, height = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    size = {2: 3, 6: 4}[png[25]]
    at, packed = 8, b""
    while at < len(png):
        length = int.from_bytes(png[at:at + 4], "big")
        if png[at + 4:at + 8] == b"IDAT":
            packed += png[at + 8:at + 8 + length]
        at += length + 12
    raw, stride = zlib.decompress(packed), width * size
    above, total, colors = bytearray(stride), 0, set()
    for row in range(height):
        line = unfilter(raw[row * (stride + 1)], bytearray(raw[row * (stride + 1) + 1:(row + 1) * (stride + 1)]), above, size)
        total += sum(line[0::size]) + sum(line[1::size]) + sum(line[2::size])
        colors.update(zip(line[0::size], line[1::size], line[2::size]))
        above = line
    return total / (3 * width * height), len(colors)


def unfilter(kind, line, above, size):
    """Undoes the filter of one line (PNG specification, section 9)."""
    for place in range(len(line)):
        left = line[place - size] if place >= size else 0
        corner = above[place - size] if place >= size else 0
        guess = (0, left, above[place], (left + above[place]) // 2, paeth(left, above[place], corner))[kind]
        line[place] = (line[place] + guess) & 255
    return line


def paeth(left, above, corner):
    estimate = left + above - corner
    return min((left, above, corner), key=lambda value: abs(estimate - value))


def printed(source, folder, organization):
    pdf = folder / "print.pdf"
    chromium(folder, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", source.resolve().as_uri())
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, stdout=subprocess.PIPE, text=True).stdout
    print(f"print: {text.count(chr(12))} pages, {len(text)} characters")
    if organization not in text:
        yield f"print: {organization!r} is not in the text"
    if len(text) < 1000:
        yield f"print: only {len(text)} characters of text"


def main():
    source, analysis, folder = map(pathlib.Path, sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    page = source.read_text()
    organization = json.loads(analysis.read_text())["organization"]
    problems = [*overflows(page, folder), *requests(page), *blank_or_pale(source, folder)]
    problems += printed(source, folder, organization)
    if problems:
        sys.exit("page.py:\n  " + "\n  ".join(problems))


if __name__ == "__main__":
    main()
