// The date slider: moves the whole page to another day without loading it anew. Without scripts the links and the date field do the same.
"use strict";
(() => {
  const time = document.querySelector(".time");
  if (!time) return;
  const DAY = 86400000, first = Date.parse(time.dataset.first), last = Date.parse(time.dataset.last);
  const range = time.querySelector("input.slider"), play = time.querySelector("button.play"), needle = document.getElementById("needle");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const iso = (ms) => new Date(ms).toISOString().slice(0, 10);
  const kept = new Map();                       // answers by address, so that going to and fro asks nothing twice
  let shown = time.dataset.on, wanted = null, running = null, dragging = false, timer = 0;

  // Make `old` equal to `fresh`, changing only what differs: what has the focus keeps it, what a reader opened stays open.
  function alike(a, b) { return a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || "") === (b.id || ""); }
  function morph(old, fresh) {
    if (old.nodeType === Node.TEXT_NODE) { if (old.data !== fresh.data) old.data = fresh.data; return; }
    if (old.nodeType !== Node.ELEMENT_NODE) return;
    for (const { name, value } of [...fresh.attributes]) if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
    for (const { name } of [...old.attributes]) if (name !== "open" && name !== "hidden" && !fresh.hasAttribute(name)) old.removeAttribute(name);
    const named = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
    let at = old.firstChild;
    for (const child of [...fresh.childNodes]) {
      let match = child.id ? named.get(child.id) : at && alike(at, child) ? at : null;
      if (match) {
        if (match !== at) old.insertBefore(match, at); else at = at.nextSibling;
        morph(match, child);
      } else old.insertBefore(child, at);
    }
    while (at) { const next = at.nextSibling; at.remove(); at = next; }
  }

  function put(name, html) {
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const fresh = holder.content.firstElementChild;
    if (name === "band") {
      document.querySelector("#answer > aside.band:not(.fault)")?.remove();
      if (fresh) document.getElementById("main").before(fresh);
      return;
    }
    const old = document.getElementById("p-" + name);
    if (old && fresh) morph(old, fresh);
  }

  function draw(answer) {
    const { on, areas, cursor } = answer;
    for (const area of document.querySelectorAll("#map .area[id]")) {
      const [status, words, fresh] = areas[area.id.slice(2)] || ["", "", false];
      area.classList.toggle("on", status !== "");
      area.classList.toggle("fresh", fresh);
      area.dataset.status = status;
      if (status && status !== "party") area.setAttribute("fill", `url(#f-${status})`); else area.removeAttribute("fill");
      const title = area.querySelector("title");
      if (title) title.textContent = words || title.textContent.split(":")[0];
    }
    const title = document.getElementById("map-title");
    if (title) title.textContent = answer.map;
    for (const end of ["x1", "x2"]) document.getElementById("cursor")?.setAttribute(end, cursor);
    for (const field of document.querySelectorAll(".as-of input[name=on]")) field.value = on;
    for (const link of document.querySelectorAll("a[data-take], nav.parts a[href*='?'], nav.parts a[href$='/']")) {
      const url = new URL(link.href);
      url.searchParams.set("on", on);
      link.href = url;
    }
    document.getElementById("said").textContent = answer.said;
    mark(on);
    seek();
  }

  function mark(on) {
    shown = on;
    const ms = Date.parse(on), share = Math.min(Math.max((ms - first) / (last - first), 0), 1);
    if (!dragging) range.value = Math.round((ms - first) / DAY);
    range.setAttribute("aria-valuetext", on);
    needle.setAttribute("x", share * 1000 - 0.8);
  }

  // One question is under way at a time; of the days asked meanwhile only the latest is asked next. A slow question gives way to it.
  function go(on, how) {
    wanted = { on, how };
    if (!running) return ask();
    if (Date.now() - running.since > 600) running.abort.abort();
  }
  async function ask() {
    while (wanted) {
      const { on, how } = wanted;
      wanted = null;
      const query = new URLSearchParams(location.search);
      query.set("on", on);
      query.set("from", shown);
      const address = time.dataset.day + "?" + query;
      running = { since: Date.now(), abort: new AbortController() };
      try {
        let answer = kept.get(address);
        if (!answer) {
          const reply = await fetch(address, { headers: { Accept: "application/json" }, signal: running.abort.signal });
          if (!reply.ok) { location.search = "?" + query; return; }
          answer = await reply.json();
          kept.set(address, answer);
          if (kept.size > 120) kept.delete(kept.keys().next().value);
        }
        for (const [name, html] of Object.entries(answer.pieces)) put(name, html);
        draw(answer);
        if (how !== "stay") history[how === "push" ? "pushState" : "replaceState"](null, "", answer.url + location.hash);
      } catch (error) {
        if (error.name !== "AbortError") throw error;
      } finally { running = null; }
    }
  }

  const links = { before: () => time.querySelector("a[rel=prev]"), after: () => time.querySelector("a[rel=next]") };
  const dayOf = (link) => new URL(link.href).searchParams.get("on") || iso(Date.now());

  range.min = 0;
  range.max = Math.max(Math.round((last - first) / DAY), 1);
  range.hidden = false;
  play.hidden = calm.matches;
  time.classList.add("moved");
  mark(shown);
  range.addEventListener("input", () => { stop(); go(iso(first + range.value * DAY), dragging ? "replace" : "push"); dragging = true; });
  range.addEventListener("change", () => { dragging = false; });
  range.addEventListener("keydown", (event) => {
    const years = { PageUp: 1, PageDown: -1 }[event.key];
    if (!years) return;
    event.preventDefault();
    const day = new Date(first + range.value * DAY);
    day.setUTCFullYear(day.getUTCFullYear() + years);
    range.value = Math.round((day.getTime() - first) / DAY);
    go(iso(first + range.value * DAY), "push");
  });

  // Play the life: change after change, a breath apart.
  const offer = play.querySelector(".words").textContent;
  function stop() { clearInterval(timer); timer = 0; label(); }
  function label() {
    play.querySelector("[aria-hidden]").textContent = timer ? "⏸" : "▶";
    play.querySelector(".words").textContent = timer ? play.dataset.pause : offer;
  }
  function step() {
    const next = links.after();
    if (!next || dayOf(next) > iso(Date.now())) return stop();
    if (!running) go(dayOf(next), "replace");
  }
  play.addEventListener("click", () => {
    if (timer) return stop();
    const next = links.after();
    if (!next || dayOf(next) > iso(Date.now())) go(iso(first), "push");
    timer = setInterval(step, 900);
    label();
  });
  label();

  // A day that moves this page, wherever it stands on it, moves it in place.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.getAttribute("href") ?? link.href.baseVal, location.href), here = new URL(location.href);
    if (url.pathname !== here.pathname || !(link.matches(".day, .step, .ticks a"))) return;
    event.preventDefault();
    stop();
    go(url.searchParams.get("on") || iso(Date.now()), "push");
  });
  addEventListener("popstate", () => {
    const on = new URLSearchParams(location.search).get("on") || iso(Date.now());
    if (on !== shown) go(on, "stay");
  });

  // Where participants are very many their reasons are fetched when asked for.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a.because");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const cell = link.parentElement, open = cell.querySelector("ol");
    if (open) { open.remove(); link.setAttribute("aria-expanded", "false"); return; }
    const reply = await fetch(link.href);
    const found = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("why");
    if (!reply.ok || !found) { location.href = link.href; return; }
    found.removeAttribute("id");
    cell.append(document.adoptNode(found));
    link.setAttribute("aria-expanded", "true");
  });

  // Finding in the table, and copying it.
  const field = document.getElementById("seek");
  function seek() {
    const words = (field?.value || "").trim().toLocaleLowerCase();
    for (const row of document.querySelectorAll("table.participants tbody tr")) row.hidden = words !== "" && !row.textContent.toLocaleLowerCase().includes(words);
  }
  if (field) {
    document.querySelector(".seek").hidden = false;
    field.addEventListener("input", seek);
    const copy = document.getElementById("copy"), words = copy.textContent;
    copy.addEventListener("click", async () => {
      const plain = (cell) => { const own = cell.cloneNode(true); own.querySelectorAll("ol, .sr, [aria-hidden]").forEach((part) => part.remove()); return own.textContent.replace(/\s+/g, " ").trim(); };
      const rows = [...document.querySelectorAll("table.participants tr")].filter((row) => !row.hidden);
      await navigator.clipboard.writeText(rows.map((row) => [...row.cells].map(plain).join("\t")).join("\n"));
      copy.textContent = copy.dataset.done;
      setTimeout(() => { copy.textContent = words; }, 2000);
    });
  }
})();
