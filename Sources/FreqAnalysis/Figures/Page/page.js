(() => {
  "use strict";
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const make = (name, attributes = {}, text = "") => {
    const element = document.createElement(name);
    for (const key of Object.keys(attributes)) element.setAttribute(key, attributes[key]);
    if (text !== "") element.textContent = text;
    return element;
  };
  const card = document.getElementById("card");
  const table = document.getElementById("class-table");
  const data = page.classes;

  // A number as the rest of the page shows it: with signs that are no hyphens.
  const shown = (value, digits) => value === null ? ""
    : value.toLocaleString("en-US", { maximumSignificantDigits: digits }).replaceAll("-", "\u2212");

  // A path of many marks becomes a group of them, each of the class that the path names: "0-11 13".
  const svgSpace = "http://www.w3.org/2000/svg";
  for (const path of all("svg [data-k]")) {
    const group = document.createElementNS(svgSpace, "g");
    group.setAttribute("class", path.getAttribute("class"));
    const marks = path.getAttribute("d").split("M").slice(1);
    let place = 0;
    for (const run of path.dataset.k.split(" ")) {
      const [first, last] = run.split("-").map(Number);
      for (let index = first; index <= (last === undefined ? first : last); index += 1) {
        if (marks[place] === undefined) break;
        const mark = document.createElementNS(svgSpace, "path");
        mark.setAttribute("d", "M" + marks[place]);
        mark.dataset.c = index;
        group.append(mark);
        place += 1;
      }
    }
    path.replaceWith(group);
  }

  const marksOf = new Map();
  const note = (name, mark) => {
    if (!marksOf.has(name)) marksOf.set(name, []);
    marksOf.get(name).push(mark);
  };
  for (const mark of all("svg [data-c]")) note(mark.dataset.c, mark);
  for (const mark of all("svg [data-m]")) for (const name of mark.dataset.m.split(" ")) note(name, mark);

  // Sorting: numbers by what they are and not by how they are shown; what is unknown goes last.
  const collate = new Intl.Collator(undefined, { numeric: true }).compare;
  const sortable = (table) => {
    const body = table.querySelector("tbody");
    const original = new Map(all("tr", body).map((row, index) => [row, index]));
    const value = (row, column) => {
      const cell = row.children[column];
      if (cell.dataset.v !== undefined) return Number(cell.dataset.v);
      return cell.textContent === "" ? null : (cell.querySelector("button") || cell).textContent;
    };
    all("thead th", table).forEach((heading, column) => {
      heading.querySelector("button").addEventListener("click", () => {
        const rises = column < 2;
        const first = rises ? "ascending" : "descending";
        const order = heading.getAttribute("aria-sort") === first ? (rises ? "descending" : "ascending") : first;
        for (const cell of all("thead th", table)) cell.removeAttribute("aria-sort");
        heading.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        const sorted = [...original.keys()].map((row) => [value(row, column), row]).sort(([a, left], [b, right]) => {
          const tie = original.get(left) - original.get(right);
          if (a === null || b === null) return (a === null) - (b === null) || tie;
          return sign * (typeof a === "string" ? collate(a, b) : a - b) || tie;
        });
        body.append(...sorted.map((entry) => entry[1]));
      });
    });
  };
  for (const one of all("table.sortable")) sortable(one);

  // The table of all classes, with the columns of the models that are looked at.
  let rows = [];
  let rowOf = new Map();
  let headings = [];
  let looked = data ? data.models.map((model, index) => index) : [];
  if (data && data.models.length > data.most) looked = looked.slice(0, 1);
  let chosen = null;
  const search = document.getElementById("search");

  const fill = () => {
    const columns = [...data.counts.map((count) => [count.name, count.values, 12])];
    for (const index of looked) columns.push([data.models[index].name + ", %", data.models[index].accuracy, 3]);
    for (const index of looked) {
      const distance = data.models[index].distance;
      if (distance) columns.push([data.models[index].name + ", distance", distance, 3]);
    }
    headings = ["#", "class", ...columns.map((column) => column[0])];
    const head = make("tr");
    headings.forEach((name, index) => {
      const heading = make("th", index === 1 ? { scope: "col" } : { scope: "col", class: "n" });
      heading.append(make("button", { type: "button" }, name));
      head.append(heading);
    });
    table.querySelector("thead").replaceChildren(head);
    rows = data.names.map((name, index) => {
      const row = make("tr", { "data-c": index });
      row.append(make("td", { "data-v": index }, String(index)));
      const cell = make("th", { scope: "row" });
      cell.append(make("button", { type: "button", "aria-pressed": "false" }, name.trim() ? name : "(no name)"));
      const examples = data.examples[index];
      if (examples) {
        const list = make("ul", { hidden: "" });
        for (const [before, mention, after] of examples) {
          const item = make("li");
          item.append(before, make("mark", {}, mention), after);
          list.append(item);
        }
        cell.append(list);
      }
      row.append(cell);
      for (const [, values, digits] of columns) {
        const value = values[index] === undefined ? null : values[index];
        row.append(make("td", value === null ? {} : { "data-v": value }, shown(value, digits)));
      }
      return row;
    });
    table.querySelector("tbody").replaceChildren(...rows);
    rowOf = new Map(rows.map((row) => [row.dataset.c, row]));
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
    sortable(table);
    mark(chosen, true);
    find();
  };

  // One class is marked everywhere.
  const mark = (name, isOn) => {
    if (name === null) return;
    for (const mark of marksOf.get(name) || []) {
      mark.classList.toggle("on", isOn);
      if (isOn) mark.parentNode.appendChild(mark);
    }
    const row = rowOf.get(name);
    if (!row) return;
    row.classList.toggle("on", isOn);
    row.querySelector("th button").setAttribute("aria-pressed", String(isOn));
  };
  const choose = (name) => {
    mark(chosen, false);
    chosen = name === chosen ? null : name;
    document.body.classList.toggle("picked", chosen !== null);
    mark(chosen, true);
  };

  // What is known of a class, beside the mark that is looked at.
  const show = (name, box) => {
    const row = rowOf.get(name);
    if (!row) return;
    const list = make("dl");
    [...row.children].forEach((cell, index) => {
      if (index < 2) return;
      list.append(make("dt", {}, headings[index]), make("dd", {}, cell.textContent || "unknown"));
    });
    card.replaceChildren(make("strong", {}, row.querySelector("th button").textContent), list);
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
    // Left to right as they lie, so that the arrow keys go through the picture in order; those that can be seen.
    let order = null;
    const ordered = () => {
      if (order && order.some((mark) => mark.getClientRects().length)) return order;
      const marks = all("[data-c]", picture).filter((mark) => mark.getClientRects().length);
      const boxes = new Map(marks.map((mark) => [mark, mark.getBoundingClientRect()]));
      order = marks.sort((a, b) =>
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
      if (mark) return choose(mark.dataset.c);
      const row = event.target.closest ? event.target.closest("svg [data-s]") : null;
      if (row) open(row.dataset.s);
    });
    picture.addEventListener("blur", () => point(null));
    picture.addEventListener("keydown", (event) => {
      const marks = ordered();
      if (!marks.length) return;
      const here = at && picture.contains(at) ? marks.indexOf(at) : -1;
      const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 25, PageUp: -25 };
      let next = null;
      if (event.key in steps) {
        next = here < 0 ? 0 : Math.max(0, Math.min(marks.length - 1, here + steps[event.key]));
      } else if (event.key === "Home") next = 0;
      else if (event.key === "End") next = marks.length - 1;
      else if ((event.key === "Enter" || event.key === " ") && here >= 0) choose(at.dataset.c);
      else return;
      event.preventDefault();
      if (next !== null) point(marks[next]);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    point(null);
    if (chosen !== null) choose(chosen);
  });
  addEventListener("scroll", hide, true);

  // A model's own part of the page; the table of classes goes with the one that was opened last.
  const open = (series) => {
    const part = document.getElementById("model-" + series);
    if (!part) return;
    part.open = true;
    part.scrollIntoView();
    part.querySelector("summary").focus({ preventScroll: true });
  };
  for (const button of all("button[data-s]")) button.addEventListener("click", () => open(button.dataset.s));
  for (const part of all("details.model")) {
    part.addEventListener("toggle", () => {
      const index = Number(part.id.slice(6));
      if (!part.open || !data || data.models.length <= data.most || looked[0] === index) return;
      looked = [index];
      fill();
    });
  }

  if (!table) return;
  // What is found is marked in the pictures as well.
  const found = document.getElementById("found");
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const names = data.names.map(plain);
  let hits = [];
  const find = () => {
    const wanted = plain(search.value).trim();
    for (const mark of hits) mark.classList.remove("hit");
    hits = [];
    let count = 0;
    rows.forEach((row) => {
      row.hidden = !names[row.dataset.c].includes(wanted);
      if (row.hidden) return;
      count += 1;
      if (wanted) hits.push(...(marksOf.get(row.dataset.c) || []).filter((mark) => mark.dataset.c !== undefined));
    });
    for (const mark of hits) mark.classList.add("hit");
    document.body.classList.toggle("searched", wanted !== "");
    found.textContent = wanted ? `${count} of ${rows.length}` : "";
  };
  search.addEventListener("input", find);
  fill();
})();
