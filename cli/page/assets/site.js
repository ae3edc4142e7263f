"use strict";
(() => {
  const FEW = 12; // up to this many fields need no search

  /** Return a text as it is searched: without accents and capitals. */
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // Pages that consist of fields have a search of their own; rows have theirs.

  const fields = [...document.querySelectorAll("main dl > div")];
  if (fields.length > FEW && !document.querySelector(".controls")) {
    const find = document.createElement("input");
    Object.assign(find, { type: "search", placeholder: "Find in these fields" });
    find.setAttribute("aria-label", "Find in these fields");
    const count = document.createElement("output");
    find.addEventListener("input", () => {
      const words = plain(find.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const field of fields) {
        const text = plain(field.textContent);
        field.hidden = !words.every((word) => text.includes(word));
        shown += !field.hidden;
      }
      count.textContent = words.length ? `${shown} of ${fields.length}` : "";
    });
    const controls = document.createElement("div");
    controls.className = "controls";
    controls.setAttribute("role", "search");
    const line = document.createElement("div");
    line.className = "find";
    line.append(find, count);
    controls.append(line);
    fields[0].parentElement.before(controls);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input")) return;
    const find = document.querySelector(".controls input[type=search]") ?? document.querySelector(".search input");
    event.preventDefault();
    find.focus();
  });

  // A page that shows the present state is loaded again when somebody has recorded.

  const { state } = document.body.dataset;
  if (!state || !("EventSource" in window)) return;
  const isInUse = () => document.activeElement?.matches("input") || document.querySelector(".state.filtered") || String(getSelection());

  function tell() {
    if (document.querySelector(".news")) return;
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = "Something was recorded. Show the page as it is now";
    const news = document.createElement("p");
    news.className = "past news";
    news.setAttribute("role", "status");
    news.append(link);
    document.querySelector("header").before(news);
  }

  const source = new EventSource("/events");
  source.addEventListener("message", ({ data }) => {
    if (data === state) return;
    if (isInUse()) tell();
    else location.reload();
  });
  addEventListener("pagehide", () => source.close());
})();
