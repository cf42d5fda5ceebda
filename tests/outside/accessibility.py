"""Pages for everybody: `accessibility.py WORK PAGE...`.

axe-core finds nothing serious or critical, light and dark, at 1280 and 390 px. By keyboard alone: every control is reached by
Tab and shows that it has the focus; Enter sorts a table and shows a long one whole; typing filters it.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

import websocket

QUIET = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
    "--remote-allow-origins=*",
]
RUN = """axe.run(document, {resultTypes: ["violations"]}).then((found) => JSON.stringify(found.violations
  .filter((one) => ["serious", "critical"].includes(one.impact))
  .map((one) => [one.id, one.impact, one.nodes.length, one.nodes.slice(0, 3).map((node) => node.target.join(" "))])))"""
FOCUS = """(() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.closest("[id^='table-']");
  return JSON.stringify({
    tag: at.tagName, text: (at.textContent || at.value || "").trim().slice(0, 40), table: box && box.id,
    head: at.closest("thead") !== null, sort: at.closest("th") && at.closest("th").getAttribute("aria-sort"),
    shown: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none",
    rows: box ? box.querySelectorAll("tbody tr").length : 0,
  });
})()"""


class Browser:
    """A tab of Chromium, by its own protocol: keys are real keys, and the page's policy may be passed over."""

    def __init__(self, work):
        profile = pathlib.Path(tempfile.mkdtemp(prefix="profile-", dir=work))
        self.process = subprocess.Popen(
            ["chromium", *QUIET, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        port = profile / "DevToolsActivePort"
        for _ in range(300):
            if port.exists() and port.read_text().strip():
                break
            time.sleep(0.1)
        number = port.read_text().splitlines()[0]
        tabs = json.load(urllib.request.urlopen(f"http://127.0.0.1:{number}/json/list", timeout=30))
        tab = next(one for one in tabs if one["type"] == "page")
        self.socket = websocket.create_connection(tab["webSocketDebuggerUrl"], timeout=180)
        self.number = 0

    def ask(self, method, **parameters):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def value(self, script):
        result = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"])
        return result["result"].get("value")

    def open(self, page, width, scheme):
        self.ask("Page.setBypassCSP", enabled=True)
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.ask("Page.navigate", url=page.as_uri())
        for _ in range(600):
            if self.value("document.readyState + location.href") == "complete" + page.as_uri():
                break
            time.sleep(0.1)
        time.sleep(0.5)

    def press(self, key, code, text="", modifiers=0):
        common = {"key": key, "code": key if len(key) > 1 else f"Key{key.upper()}", "windowsVirtualKeyCode": code}
        self.ask("Input.dispatchKeyEvent", type="keyDown", text=text, modifiers=modifiers, **common)
        self.ask("Input.dispatchKeyEvent", type="keyUp", modifiers=modifiers, **common)

    def tab(self):
        self.press("Tab", 9)
        return json.loads(self.value(FOCUS))

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait(30)


def audit(browser, page, axe, problems):
    for width in (1280, 390):
        for scheme in ("light", "dark"):
            browser.open(page, width, scheme)
            browser.value(axe)
            for id, impact, count, where in json.loads(browser.value(RUN)):
                problems.append(f"{page.name}, {width} px, {scheme}: {id} ({impact}), {count} places, as {where}")


def walk(browser, page, problems):
    """Tab through the page; use what is met."""
    browser.open(page, 1280, "light")
    used, stops = set(), []
    for _ in range(400):
        at = browser.tab()
        if at["tag"] == "BODY":
            break
        stops.append(at)
        if not at["shown"]:
            problems.append(f"{page.name}: nobody sees that {at['tag']} `{at['text']}` has the focus")
        if at["tag"] == "INPUT" and "filter" not in used and at["table"]:
            used.add("filter")
            browser.press("z", 90, "z")
            browser.press("q", 81, "q")
            time.sleep(1)
            if json.loads(browser.value(FOCUS))["rows"] >= at["rows"]:
                problems.append(f"{page.name}: typing does not filter {at['table']}")
            for _ in range(2):
                browser.press("Backspace", 8)
            time.sleep(1)
        elif at["tag"] == "BUTTON" and at["text"].startswith("Show all") and "all" not in used:
            used.add("all")
            browser.press("Enter", 13, "\r")
            time.sleep(1)
            if browser.value(f"document.querySelectorAll('#{at['table']} tbody tr').length") <= at["rows"]:
                problems.append(f"{page.name}: Enter does not show {at['table']} whole")
        elif at["tag"] == "BUTTON" and at["head"] and "sort" not in used:
            used.add("sort")
            browser.press("Enter", 13, "\r")
            time.sleep(1)
            if json.loads(browser.value(FOCUS))["sort"] not in ("ascending", "descending"):
                problems.append(f"{page.name}: Enter does not sort {at['table']} by `{at['text']}`")
    else:
        problems.append(f"{page.name}: the focus does not leave the page after 400 stops")
    buttons = browser.value("[...document.querySelectorAll('button, a[href], input, summary')].filter(e => e.offsetParent).length")
    if not stops or len(stops) < buttons:
        problems.append(f"{page.name}: {len(stops)} stops for {buttons} controls")
    return len(stops), used


def main():
    work, *pages = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    work.mkdir(parents=True, exist_ok=True)
    script = next(pathlib.Path(sys.prefix).glob("lib/python*/site-packages/axe_playwright_python/axe.min.js"))
    browser, problems, used = Browser(work), [], set()
    try:
        for page in pages:
            audit(browser, page, script.read_text(), problems)
            stops, own = walk(browser, page, problems)
            used |= own
            print(f"   {page.name}: looked at four times, {stops} stops of the keyboard")
    finally:
        browser.close()
    if missing := {"sort", "filter", "all"} - used:
        problems.append(f"no page had something to {sorted(missing)}")
    if problems:
        sys.exit("accessibility.py:\n  " + "\n  ".join(problems[:40]))


if __name__ == "__main__":
    main()
