(() => {
  "use strict";
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const card = document.getElementById("card");
  const table = document.getElementById("class-table");
  const rows = table ? all("tbody tr", table) : [];
  const rowOf = new Map(rows.map((row) => [row.dataset.c, row]));
  const headings = table ? all("thead th", table).map((cell) => cell.textContent) : [];

  const marksOf = new Map();
  const note = (name, mark) => {
    if (!marksOf.has(name)) marksOf.set(name, []);
    marksOf.get(name).push(mark);
  };
  for (const mark of all("svg [data-c]")) note(mark.dataset.c, mark);
  for (const mark of all("svg [data-m]")) for (const name of mark.dataset.m.split(" ")) note(name, mark);

  // One class is marked everywhere.
  let chosen = null;
  const choose = (name) => {
    if (chosen !== null) {
      for (const mark of marksOf.get(chosen) || []) mark.classList.remove("on");
      const row = rowOf.get(chosen);
      if (row) {
        row.classList.remove("on");
        row.querySelector("th button").setAttribute("aria-pressed", "false");
      }
    }
    chosen = name === chosen ? null : name;
    document.body.classList.toggle("picked", chosen !== null);
    if (chosen === null) return;
    for (const mark of marksOf.get(chosen) || []) {
      mark.classList.add("on");
      mark.parentNode.appendChild(mark);
    }
    const row = rowOf.get(chosen);
    if (row) {
      row.classList.add("on");
      row.querySelector("th button").setAttribute("aria-pressed", "true");
    }
  };

  // What is known of a class, beside the mark that is looked at.
  const show = (name, box) => {
    const row = rowOf.get(name);
    if (!row) return;
    card.replaceChildren();
    const cells = [...row.children];
    const strong = document.createElement("strong");
    strong.textContent = row.querySelector("th button").textContent;
    const list = document.createElement("dl");
    cells.forEach((cell, index) => {
      if (index < 2) return;
      const term = document.createElement("dt");
      const value = document.createElement("dd");
      term.textContent = headings[index];
      value.textContent = cell.textContent || "unknown";
      list.append(term, value);
    });
    card.append(strong, list);
    const examples = row.querySelector("ul");
    if (examples) {
      const copy = examples.cloneNode(true);
      copy.hidden = false;
      card.append(copy);
    }
    card.hidden = false;
    const width = card.offsetWidth;
    const height = card.offsetHeight;
    const left = box.right + 12 + width < innerWidth ? box.right + 12 : Math.max(8, box.left - width - 12);
    card.style.left = Math.min(left, Math.max(8, innerWidth - width - 8)) + "px";
    card.style.top = Math.max(8, Math.min(box.top, innerHeight - height - 8)) + "px";
  };
  const hide = () => { card.hidden = true; };
  const markAt = (event) => event.target.closest ? event.target.closest("svg [data-c]") : null;

  let at = null;
  const point = (mark) => {
    if (at) at.classList.remove("at");
    at = mark;
    if (!at) return hide();
    at.classList.add("at");
    show(at.dataset.c, at.getBoundingClientRect());
  };
  for (const picture of all(".picture")) {
    // Left to right as they lie, so that the arrow keys go through the picture in order.
    const marks = all("[data-c]", picture);
    let order = null;
    const ordered = () => {
      if (order) return order;
      const boxes = new Map(marks.map((mark) => [mark, mark.getBoundingClientRect()]));
      order = [...marks].sort((a, b) =>
        a.tagName === "g" || boxes.get(a).left === boxes.get(b).left
          ? boxes.get(a).top - boxes.get(b).top : boxes.get(a).left - boxes.get(b).left);
      return order;
    };
    picture.addEventListener("pointerover", (event) => {
      const mark = markAt(event);
      if (mark) point(mark);
    });
    picture.addEventListener("pointerout", (event) => { if (markAt(event)) point(null); });
    picture.addEventListener("click", (event) => {
      const mark = markAt(event);
      if (mark) choose(mark.dataset.c);
    });
    picture.addEventListener("blur", () => point(null));
    picture.addEventListener("keydown", (event) => {
      if (!marks.length) return;
      const here = at && picture.contains(at) ? ordered().indexOf(at) : -1;
      const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 25, PageUp: -25 };
      let next = null;
      if (event.key in steps) {
        next = here < 0 ? 0 : Math.max(0, Math.min(marks.length - 1, here + steps[event.key]));
      } else if (event.key === "Home") next = 0;
      else if (event.key === "End") next = marks.length - 1;
      else if ((event.key === "Enter" || event.key === " ") && here >= 0) choose(at.dataset.c);
      else return;
      event.preventDefault();
      if (next !== null) point(ordered()[next]);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    point(null);
    if (chosen !== null) choose(chosen);
  });
  addEventListener("scroll", hide, true);

  if (!table) return;
  for (const row of rows) {
    const button = row.querySelector("th button");
    button.addEventListener("click", () => choose(row.dataset.c));
    button.addEventListener("focus", () => {
      if (button.matches(":focus-visible")) show(row.dataset.c, button.getBoundingClientRect());
    });
    button.addEventListener("blur", hide);
    row.addEventListener("pointerenter", () => {
      if (row.querySelector("ul")) show(row.dataset.c, button.getBoundingClientRect());
    });
    row.addEventListener("pointerleave", hide);
  }

  // Sorting: numbers by what they are and not by how they are shown; what is unknown goes last.
  const body = table.querySelector("tbody");
  const value = (row, column) => {
    const cell = row.children[column];
    if (column === 0) return Number(row.dataset.c);
    if (column === 1) return cell.querySelector("button").textContent;
    return cell.dataset.v === undefined ? null : Number(cell.dataset.v);
  };
  const compare = new Intl.Collator(undefined, { numeric: true }).compare;
  all("thead th", table).forEach((heading, column) => {
    heading.querySelector("button").addEventListener("click", () => {
      const first = column < 2 ? "ascending" : "descending";
      const other = column < 2 ? "descending" : "ascending";
      const order = heading.getAttribute("aria-sort") === first ? other : first;
      for (const cell of all("thead th", table)) cell.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", order);
      const sign = order === "ascending" ? 1 : -1;
      const sorted = rows.map((row) => [value(row, column), row]).sort(([a, left], [b, right]) => {
        if (a === null || b === null) return (a === null) - (b === null) || left.dataset.c - right.dataset.c;
        const differ = typeof a === "string" ? compare(a, b) : a - b;
        return sign * differ || left.dataset.c - right.dataset.c;
      });
      body.append(...sorted.map((entry) => entry[1]));
    });
  });

  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const names = rows.map((row) => row.querySelector("th button").textContent.normalize("NFKC").toLowerCase());
  search.addEventListener("input", () => {
    const wanted = search.value.normalize("NFKC").toLowerCase().trim();
    let count = 0;
    rows.forEach((row, index) => {
      row.hidden = !names[index].includes(wanted);
      if (!row.hidden) count += 1;
    });
    found.textContent = wanted ? `${count} of ${rows.length}` : "";
  });
})();
