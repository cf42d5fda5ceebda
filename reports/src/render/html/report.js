"use strict";
// Tables of a report: sort by a column's head, filter, show all rows. Figures are sorted by their exact values, what is not
// known last. Nothing is computed, and totals stay where they are.
(() => {
  const STEP = 500; // rows that are added at once
  const collator = new Intl.Collator("en", { numeric: true });

  const unpacked = async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return JSON.parse(await new Response(stream).text());
  };

  const element = (name, text) => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  };

  // Long words break at their marks, options of a command nowhere: as `spaced` of the pages does it.
  const space = (cell, text, isCode) => text.split(" ").forEach((word, at) => {
    if (at > 0) cell.append(" ");
    const letters = [...word].length;
    if (isCode && letters <= 24 && word.includes("-")) return cell.append(element("span", word));
    if (letters < 14) return cell.append(word);
    word.split(/(?<=[:@_/])|(?<=\.)(?!\d)/).forEach((part, at) => cell.append(...(at > 0 ? [document.createElement("wbr"), part] : [part])));
  });

  // Names between backticks are set as such.
  const write = (cell, text) => text.split("`").forEach((part, at) => {
    if (at % 2 === 0) return space(cell, part, false);
    const code = document.createElement("code");
    space(code, part, true);
    cell.append(code);
  });

  class Table {
    constructor(box) {
      this.body = box.querySelector("tbody");
      this.heads = [...box.querySelectorAll("thead th")];
      this.input = box.querySelector(".tools input");
      this.count = box.querySelector(".count");
      this.more = box.querySelector(".rest button");
      this.rest = box.querySelector(".rest p");
      this.restText = this.rest && this.rest.textContent;
      if (this.rest) this.rest.parentElement.hidden = false;
      this.packed = box.querySelector("template.rows");
      this.first = this.limit = Number(box.dataset.shown);
      this.total = Number(box.dataset.rows);
      this.hasTotals = box.querySelector("tfoot") !== null;
      this.column = -1;
      this.direction = 0;
      this.number = new Intl.NumberFormat(document.body.dataset.locale);
      this.rows = [...this.body.rows].map((row, order) => ({ row, order, cells: [...row.cells].map(Table.read) }));
      if (this.packed && typeof DecompressionStream === "undefined") this.packed = null;
      this.wire(box);
      this.show();
    }

    static read(cell) {
      const value = cell.dataset.v;
      return { text: cell.textContent, key: value, isNone: value === undefined && cell.textContent === "–" };
    }

    wire(box) {
      if (this.total > 1) this.heads.forEach((head, at) => {
        const button = document.createElement("button");
        button.type = "button";
        Table.glue(button, head);
        button.addEventListener("click", () => this.sort(at));
        head.append(button);
      });
      if (this.input) {
        box.querySelector(".tools").hidden = false;
        this.input.addEventListener("input", () => this.load().then(() => this.show()));
      }
      if (this.more) this.more.addEventListener("click", () => {
        this.limit = this.total <= STEP ? this.total : this.limit + STEP;
        this.load().then(() => this.show());
      });
    }

    // The arrow stays beside a word: behind the last one, or before the first one where figures end on the right.
    static glue(button, head) {
      const words = head.textContent.trim().split(" ");
      const isFigure = head.classList.contains("n");
      const glued = document.createElement("span");
      glued.className = "glue";
      glued.textContent = isFigure ? words.shift() : words.pop();
      const others = words.join(" ");
      button.append(...(isFigure ? [glued, others && ` ${others}`] : [others && `${others} `, glued]));
      head.replaceChildren();
    }

    // Rows of a packed table are made from its data, once, when somebody asks for them.
    load() {
      this.loading ??= this.packed ? this.unpackAll() : Promise.resolve();
      return this.loading;
    }

    async unpackAll() {
      try {
        const columns = await unpacked(this.packed.content.textContent);
        this.rows = columns[0][0].map((_, order) => ({ order, cells: columns.map((column) => Table.unpack(column, order)) }));
      } catch {
        this.total = this.rows.length; // what stands in the page is still there to sort and filter
      }
    }

    // A column is what is shown and, of figures, the exact values; 0 = there is none.
    static unpack([shown, exact], at) {
      if (shown[at] === 0) return { text: "–", isNone: true };
      return { text: shown[at], key: exact?.[at] || undefined, isFigure: exact !== undefined };
    }

    async sort(at) {
      const isFigure = this.heads[at].classList.contains("n");
      const cycle = isFigure ? [-1, 1, 0] : [1, -1, 0];
      this.direction = this.column === at ? cycle[(cycle.indexOf(this.direction) + 1) % 3] : cycle[0];
      this.column = at;
      this.heads.forEach((head, other) => {
        if (other !== at || this.direction === 0) head.removeAttribute("aria-sort");
        else head.setAttribute("aria-sort", this.direction > 0 ? "ascending" : "descending");
      });
      await this.load();
      this.show();
    }

    compare(a, b) {
      const [one, other] = [a.cells[this.column], b.cells[this.column]];
      const isText = this.heads[this.column].dataset.kind === "text";
      const last = (cell) => cell === undefined || cell.isNone || (!isText && cell.key === undefined);
      if (last(one) || last(other)) return last(one) - last(other) || a.order - b.order;
      const isDate = ["day", "instant", "month"].includes(this.heads[this.column].dataset.kind);
      const by = isText ? collator.compare(one.text, other.text)
        : isDate ? (one.key < other.key ? -1 : one.key > other.key ? 1 : 0)
        : Number(one.key) - Number(other.key);
      return by * this.direction || a.order - b.order;
    }

    element(item) {
      if (item.row) return item.row;
      item.row = document.createElement("tr");
      item.cells.forEach((from, at) => {
        const head = this.heads[at];
        const isName = at === 0 && !head.classList.contains("n");
        const cell = document.createElement(isName ? "th" : "td");
        if (isName) cell.scope = "row";
        if (head.classList.contains("n")) cell.classList.add("n");
        if (from.isFigure && from.key === undefined) cell.classList.add("unknown");
        if (from.key !== undefined) cell.dataset.v = from.key;
        write(cell, from.text);
        item.row.append(cell);
      });
      return item.row;
    }

    show() {
      if (this.total === 0) return;
      const wanted = this.input ? this.input.value.trim().toLowerCase() : "";
      const has = (item) => {
        item.words ??= item.cells.map((cell) => cell.text.toLowerCase()).join("\n").replaceAll("`", "");
        return item.words.includes(wanted);
      };
      const found = wanted ? this.rows.filter(has) : [...this.rows];
      if (this.direction !== 0) found.sort((a, b) => this.compare(a, b));
      const shown = found.slice(0, this.limit);
      this.body.replaceChildren(...shown.map((item) => this.element(item)));
      this.say(wanted, found.length, shown.length);
    }

    say(wanted, found, shown) {
      const number = (value) => this.number.format(value);
      const all = wanted ? found : this.total;
      if (this.count) {
        const totals = this.hasTotals ? "; the totals are of all rows" : "";
        this.count.textContent = wanted
          ? `${number(found)} of ${number(this.total)} rows match${totals}` : "";
      }
      if (!this.more) return;
      const left = all - shown;
      this.more.hidden = left <= 0;
      const step = this.total <= STEP ? left : Math.min(left, STEP);
      this.more.textContent = step === left ? `Show all ${number(all)} rows` : `Show ${number(step)} more rows`;
      const isFirst = shown === this.first && !wanted && this.direction === 0;
      this.rest.textContent = isFirst ? this.restText : `${number(shown)} of ${number(all)} rows shown.`;
    }
  }

  document.querySelectorAll(".table").forEach((box) => new Table(box));
})();
