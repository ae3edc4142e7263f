"use strict";
(() => {
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
    link.href = location.pathname + location.search; // with the fragment, the browser would only scroll
    link.textContent = "The register has changed. Show the page as it is now";
    const news = document.createElement("p");
    news.className = "past news";
    news.setAttribute("role", "status");
    document.querySelector("header").before(news);
    news.append(link); // a screen reader says what is added to an element that it knows
  }

  function onState({ data }) {
    if (data === state) return;
    if (isInUse()) tell();
    else location.reload();
  }

  // Only a page that somebody sees listens: a browser opens few connections to a server at once.

  let source = null;

  function listen() {
    source?.close();
    source = document.hidden ? null : new EventSource("/events");
    source?.addEventListener("message", onState);
  }

  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", listen);
  addEventListener("pagehide", () => source?.close());
})();
