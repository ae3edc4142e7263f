"use strict";
(() => {
  const UNITS = [[1, 36], [12, 72], [120, 72], [1200, Infinity]];
  const HEIGHT = 84;
  const FEW = 12; // up to this many rows need no search, and values no list
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December"];

  const main = document.querySelector("main");
  const chart = document.querySelector(".chart");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  function make(name, attributes = {}, ...children) {
    const space = name in { svg: 0, a: 0, rect: 0, text: 0, title: 0 } ? "http://www.w3.org/2000/svg" : "http://www.w3.org/1999/xhtml";
    const element = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  /** Return a text as it is searched: without accents and capitals. */
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // The content of the page: sections, their rows, and the facets of rows.

  const isText = main.classList.contains("text"); // a text has rows, fields and paragraphs to find
  const headings = isText ? [...main.querySelectorAll("h2")] : [];
  const sections = [...main.querySelectorAll(isText ? ".rows, dl, p.words, pre" : ".rows")].map((element) => {
    const [year, month] = (element.dataset.month ?? "").split("-").map(Number);
    const parts = element.matches(".rows") ? [...element.querySelectorAll(".leaf")] : [element];
    const leaves = parts.map((leaf) => ({ element: leaf, shown: 0, size: -1 }));
    return { element, leaves, month: month ? year * 12 + month - 1 : null };
  });
  const units = (leaf) => leaf.matches("p, pre") ? [leaf] : [...leaf.querySelectorAll("tbody > tr, :scope > div")];
  const rows = sections.flatMap((section) => {
    const within = [];
    return section.leaves.flatMap((leaf) => units(leaf.element).map((element) => {
      const depth = Number(element.dataset.depth ?? 0);
      const numbers = element.dataset.f?.split(" ").map(Number) ?? [];
      const whole = within[depth - 1];
      const row = { element, leaf, section, depth, whole, facets: numbers, state: "shown" };
      within.length = depth;
      within.push(row);
      return row;
    }));
  });
  const leaves = sections.flatMap((section) => section.leaves);
  const drawn = new Map(); // the pieces of pictures, by the refs of their records
  for (const link of document.querySelectorAll(".picture .strip a")) {
    const ref = link.getAttribute("href").replace(/^.*[#/]/, "");
    drawn.set(ref, [...(drawn.get(ref) ?? []), link]);
  }
  const marks = JSON.parse(main.dataset.marks); // the names of the marks, in the order of the chart
  const facets = JSON.parse(main.dataset.facets).map(([name, value, mark]) => ({ name, value, mark, count: 0 }));
  const groups = [...new Set(facets.map((facet) => facet.name))].map((name) => {
    const values = facets.filter((facet) => facet.name === name);
    const group = { name, values, chosen: new Set() };
    for (const value of values) value.group = group;
    return group;
  });
  const months = sections.map((section) => section.month).filter((month) => month !== null);
  const whole = [Math.min(...months), Math.max(...months)];

  // The filters: words, facets, and a range of months in the view of the chart.

  let view = whole;
  let range = null;
  let earlier = [];
  const find = isText ? "Find on this page" : "Find in these rows";
  const search = make("input", { type: "search", placeholder: find, "aria-label": find });
  const summary = make("output");
  const state = make("div", { class: "state" }, summary);
  const backTo = button("Back", back);
  const all = button("Show all", reset);

  function button(label, act) {
    const element = make("button", { type: "button" }, label);
    element.addEventListener("click", act);
    return element;
  }

  const inside = (month, [first, last]) => first <= month && month <= last;

  /** Filter the rows in one pass, and count the rows that each further facet would leave. */
  function refresh() {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const asked = groups.filter((group) => group.chosen.size);
    const filtered = words.length > 0 || asked.length > 0 || range !== null;
    let fitting = 0;
    for (const facet of facets) facet.count = 0;
    for (const section of sections) section.marks = new Map();
    for (const leaf of leaves) leaf.shown = 0;
    for (const row of rows) {
      row.fits = row.shown = false;
      if (words.length) {
        row.text ??= plain(row.element.textContent);
        if (!words.every((word) => row.text.includes(word))) continue;
      }
      const missed = asked.filter((group) => !row.facets.some((n) => group.chosen.has(facets[n])));
      if (!missed.length && chart) count(row);
      if (range && row.section.month !== null && !inside(row.section.month, range)) continue;
      for (const n of row.facets) {
        if (!missed.length || (missed.length === 1 && missed[0] === facets[n].group)) facets[n].count++;
      }
      row.fits = row.shown = !missed.length;
      fitting += row.fits;
    }
    show(filtered);
    summarise(filtered, fitting);
    if (chart) draw();
  }

  function count(row) {
    row.mark ??= row.element.querySelector(".mark")?.classList[1] ?? "";
    row.section.marks.set(row.mark, (row.section.marks.get(row.mark) ?? 0) + 1);
  }

  /** Show the rows that match, and the rows of which they are parts; touch only what changes. */
  function show(filtered) {
    for (let n = rows.length - 1; n >= 0; n--) {
      const row = rows[n];
      if (row.shown && row.whole) row.whole.shown = true;
      row.leaf.shown += row.shown;
      const state = row.fits ? "shown" : row.shown ? "faded" : "hidden";
      if (state === row.state) continue;
      row.state = state;
      row.element.hidden = !row.shown;
      row.element.classList.toggle("faded", state === "faded");
      for (const link of drawn.get(row.element.id) ?? []) link.classList.toggle("away", state !== "shown");
    }
    for (const leaf of leaves) {
      if (leaf.shown === leaf.size) continue;
      leaf.size = leaf.shown;
      leaf.element.hidden = !leaf.shown;
      leaf.element.style.containIntrinsicHeight = `${leaf.shown * 2.2}rem`;
    }
    for (const section of sections) section.element.hidden = filtered && !section.leaves.some((leaf) => leaf.shown);
    for (const heading of headings) heading.hidden = !hasBelow(heading);
  }

  /** Return whether something is shown between a heading and the next. */
  function hasBelow(heading) {
    for (let next = heading.nextElementSibling; next && next.tagName !== "H2"; next = next.nextElementSibling) {
      if (next.matches(":not([hidden], .legend)")) return true;
    }
    return false;
  }

  /** Show how many rows are visible, and the filters; this is printed too. */
  function summarise(filtered, fitting) {
    const why = groups.filter((group) => group.chosen.size).map((group) => [...group.chosen].map((one) => one.value).join(" or "));
    if (search.value.trim()) why.push(`“${search.value.trim()}”`);
    if (range) why.push(nameOf(...range));
    summary.textContent = filtered ? `Showing ${fitting} of ${rows.length}: ${why.join(" · ")}` : isText ? "" : `${rows.length} entries`;
    state.classList.toggle("filtered", filtered);
    all.hidden = !filtered;
    backTo.hidden = !earlier.length;
    for (const facet of facets) {
      if (!facet.chip) continue;
      facet.chip.setAttribute("aria-pressed", facet.group.chosen.has(facet));
      facet.chip.lastChild.textContent = facet.count;
    }
  }

  function reset() {
    search.value = "";
    for (const group of groups) group.chosen.clear();
    [view, range, earlier] = [whole, null, []];
    refresh();
  }

  // The controls are created here, because they do nothing without this script.

  function chip(facet) {
    const sign = facet.mark ? [make("span", { class: `mark ${facet.value}`, "aria-hidden": "true" }, facet.mark), " "] : [];
    const label = make("span", { dir: "auto" }, facet.value);
    facet.chip = button("", () => {
      if (!facet.group.chosen.delete(facet)) facet.group.chosen.add(facet);
      refresh();
    });
    facet.chip.append(...sign, label, " ", make("small"));
    return facet.chip;
  }

  /** Return the values of a facet as chips; many values are in a list that can be searched. */
  function choices(group) {
    if (group.values.length <= FEW) {
      return make("fieldset", {}, make("legend", {}, group.name), ...group.values.map(chip));
    }
    const chips = make("div", { class: "chips" }, ...group.values.map(chip));
    const narrow = make("input", { type: "search", placeholder: `Find ${group.name}`, "aria-label": `Find ${group.name}` });
    narrow.addEventListener("input", () => {
      for (const one of group.values) one.chip.hidden = !plain(one.value).includes(plain(narrow.value.trim()));
    });
    return make("details", { class: "many" }, make("summary", {}, `${group.name} (${group.values.length})`), narrow, chips);
  }

  function addControls() {
    const chosen = groups.filter((group) => group.values.length > 1).map(choices);
    search.addEventListener("input", refresh);
    state.append(backTo, all);
    const controls = make("div", { class: "controls", role: "search" }, make("div", { class: "find" }, search, state), ...chosen);
    if (isText) main.prepend(controls);
    else (chart ?? sections[0].element).before(controls);
  }

  // The chart: drawn like that of the page, but only with the rows that match.

  function nameOf(first, last) {
    const [from, to] = [Math.floor(first / 12), Math.floor(last / 12)];
    if (first === last) return `${MONTHS[first % 12]} ${from}`;
    if (first % 12 || last % 12 !== 11) return `${nameOf(first, first)} – ${nameOf(last, last)}`;
    return from === to ? `${from}` : `${from}–${to}`;
  }

  const unitOf = ([first, last]) => UNITS.find(([unit, most]) => last - first < unit * most)[0];

  function bars() {
    const unit = unitOf(view);
    const start = Math.floor(view[0] / unit);
    const made = Array.from({ length: Math.floor(view[1] / unit) - start + 1 }, (_, n) => {
      const first = (start + n) * unit;
      return { first, last: first + unit - 1, marks: new Map(), total: 0, section: null };
    });
    for (const section of sections) {
      const bar = section.month === null ? null : made[Math.floor(section.month / unit) - start];
      if (!bar || !section.marks.size) continue;
      bar.section ??= section.element;
      for (const [mark, number] of section.marks) {
        bar.marks.set(mark, (bar.marks.get(mark) ?? 0) + number);
        bar.total += number;
      }
    }
    return made;
  }

  let slot = 8;

  function draw() {
    const shown = bars();
    slot = Math.min(100 / shown.length, 8);
    const most = Math.max(4, ...shown.map((bar) => bar.total));
    const svg = chart.querySelector("svg");
    svg.replaceChildren(...shown.map((bar, n) => drawBar(bar, n * slot, most)), ...labels(shown, most));
  }

  function drawBar(bar, x, most) {
    const place = { x: `${x}%`, width: `${slot}%`, y: 0, height: HEIGHT };
    const bounds = { x: `${x + slot * 0.12}%`, width: `${slot * 0.76}%` };
    const chosen = range && bar.first <= range[1] && range[0] <= bar.last;
    const parts = [make("rect", { ...place, class: chosen ? "slot chosen" : "slot" })];
    if (!bar.total) parts.push(make("rect", { ...bounds, class: "none", y: HEIGHT - 1, height: 1 }));
    let y = HEIGHT;
    const stacked = Object.keys(marks).filter((mark) => bar.marks.has(mark));
    for (const mark of stacked) {
      const height = (bar.marks.get(mark) / most) * HEIGHT;
      y -= height;
      parts.push(make("rect", { ...bounds, class: `bar ${mark}`, y, height }));
    }
    const each = stacked.map((mark) => `${marks[mark]} ${bar.marks.get(mark)}`).join(", ");
    const about = `${nameOf(bar.first, bar.last)}: ${bar.total}${each && ` (${each})`}`;
    const way = { href: `#${bar.section?.id ?? ""}`, "aria-label": about, tabindex: -1, "data-first": bar.first, "data-last": bar.last };
    const look = range && !chosen ? { class: "away" } : {};
    return make("a", { ...way, ...look }, make("title", {}, about), ...parts);
  }

  function labels(shown, most) {
    const unit = unitOf(view);
    const years = (shown.length * unit) / 12;
    const every = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((one) => years / one <= 8) ?? 1000;
    const below = HEIGHT + (unit === 1 ? 29 : 15);
    const peak = Math.max(1, ...shown.map((bar) => bar.total));
    return shown.flatMap(({ first, total }, n) => {
      const x = `${(n + 0.5) * slot}%`;
      const year = Math.floor(first / 12);
      const starts = first % 12 === 0 || (n === 0 && (shown.length <= 12 || first % 12 < 9));
      const initial = make("text", { x, y: HEIGHT + 14 }, MONTHS[first % 12][0]);
      const number = make("text", { x, y: below, class: "year" }, year);
      const highest = make("text", { x, y: HEIGHT * (1 - peak / most) - 4 }, peak);
      return [...(total === peak ? [highest] : []), ...(unit === 1 ? [initial] : []), ...(starts && (unit === 1 || year % every === 0) ? [number] : [])];
    });
  }

  // Choosing months: click, drag or shift-click, arrow keys; Escape goes back.

  /** Show only a range of months; zoom into years, so that their months are visible. */
  function choose(first, last) {
    earlier.push([view, range]);
    range = [first, last];
    if (unitOf(view) > 1) view = range;
    refresh();
  }

  function back() {
    if (!earlier.length) return;
    [view, range] = earlier.pop();
    refresh();
  }

  /** Move to the next range of the same length, before or after, that is not empty. */
  function step(way) {
    const size = range ? range[1] - range[0] + 1 : unitOf(view);
    const aligned = Math.floor((way > 0 ? whole[0] : whole[1]) / size) * size;
    let first = range ? range[0] + way * size : aligned;
    const filled = () => sections.some(({ month, marks }) => month !== null && marks.size && inside(month, [first, first + size - 1]));
    while (!filled()) {
      if (way > 0 ? first > whole[1] : first + size - 1 < whole[0]) return;
      first += way * size;
    }
    const opens = range ? view.join() === range.join() : unitOf(view) > 1;
    if (!range) earlier.push([view, range]);
    range = [first, first + size - 1];
    if (opens) view = range;
    else if (!inside(first, view)) view = [first - (first % 12), first - (first % 12) + 11];
    refresh();
  }

  function listenToChart() {
    const svg = chart.querySelector("svg");
    let start = null;
    const monthsAt = ({ clientX }) => {
      const { left, width } = svg.getBoundingClientRect();
      const unit = unitOf(view);
      const [from, to] = view.map((month) => Math.floor(month / unit));
      const at = from + Math.floor(((clientX - left) / width) * 100 / slot);
      const first = Math.min(Math.max(at, from), to) * unit;
      return [first, first + unit - 1];
    };
    const between = (one, other) => [Math.min(one[0], other[0]), Math.max(one[1], other[1])];
    svg.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      start = event.shiftKey && range ? range : monthsAt(event);
      svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointerup", (event) => {
      if (start) choose(...between(start, monthsAt(event)));
      start = null;
    });
    svg.addEventListener("pointermove", (event) => {
      if (!start) return;
      const [first, last] = between(start, monthsAt(event));
      const unit = unitOf(view);
      const from = Math.floor(view[0] / unit);
      svg.querySelectorAll(".slot").forEach((one, n) => one.classList.toggle("chosen", inside((from + n) * unit, [first, last])));
    });
    svg.addEventListener("pointercancel", () => { start = null; refresh(); });
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("click", (event) => {
      event.preventDefault();
      const link = event.target.closest("a");
      if (link && event.detail === 0) choose(Number(link.dataset.first), Number(link.dataset.last));
    });
    chart.tabIndex = 0;
    chart.setAttribute("role", "group");
    chart.setAttribute("aria-label", "Entries over time: the arrow keys step through the months, Escape goes back");
  }

  document.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, pre")) return;
    if (event.key === "Escape") back();
    if (way && chart && (range || chart.contains(event.target))) {
      event.preventDefault();
      step(way);
    }
  });

  // Links from a part to its whole and back.

  /** Show the target of a link, even if it is filtered out, and flash it. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    const target = link && !chart?.contains(link) && document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    if (target.hidden || target.closest("[hidden]")) reset();
    if (calm.matches) return;
    const colour = getComputedStyle(document.documentElement).getPropertyValue("--line");
    for (const cell of target.children) cell.animate([{ backgroundColor: colour }, {}], 1600);
  });

  const places = new Map(rows.map((row, n) => [row.element, n]));
  let parts = [];

  /** Highlight the parts of the row under the pointer or focus. */
  function light({ target }) {
    const at = places.get(target.closest("tbody > tr"));
    const depth = rows[at]?.depth ?? Infinity;
    for (const row of parts) row.element.classList.remove("part");
    parts = [];
    for (let n = at + 1; rows[n]?.depth > depth; n++) parts.push(rows[n]);
    for (const row of parts) row.element.classList.add("part");
  }

  main.addEventListener("pointerover", light);
  main.addEventListener("focusin", light);
  if (chart) listenToChart();
  if (!main.classList.contains("still") && (rows.length > FEW || groups.length || chart)) {
    addControls();
    refresh();
  }
})();
