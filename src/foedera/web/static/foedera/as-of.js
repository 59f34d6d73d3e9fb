// The date slider: moves the whole answer. Without scripts the date field and the links before and after do the same.
"use strict";
(() => {
  const DAY = 86400000;
  const iso = (ms) => new Date(ms).toISOString().slice(0, 10);
  let timer, asked = 0;

  function address(path, on, known) {
    const query = new URLSearchParams({ on });
    if (known) query.set("known", known);
    return path + "?" + query;
  }

  async function show(url, push) {
    const own = ++asked;
    const reply = await fetch(url, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (own !== asked) return;
    const holder = document.querySelector(".slider");
    const opened = [...document.querySelectorAll("#answer details")].map((d) => d.open);
    const answer = page.getElementById("answer");
    [...answer.querySelectorAll("section > details")].forEach((d, i) => { if (opened[i]) d.open = true; });
    const place = answer.querySelector(".time");
    document.getElementById("answer").replaceWith(document.importNode(answer, true));
    document.title = page.title;
    if (place && holder) document.querySelector(".time").prepend(holder);
    history[push ? "pushState" : "replaceState"](null, "", url);
  }

  function slider() {
    const time = document.querySelector(".time");
    if (!time || document.querySelector(".slider")) return;
    const first = Date.parse(time.dataset.first), last = Date.parse(time.dataset.today);
    if (!(last > first)) return;
    const holder = document.createElement("label");
    holder.className = "slider";
    const text = document.createElement("span");
    text.textContent = "Move through time";
    const range = document.createElement("input");
    range.type = "range";
    range.setAttribute("aria-label", "Move through time");
    range.min = 0;
    range.max = Math.round((last - first) / DAY);
    const field = time.querySelector("input[name=on]");
    range.value = Math.round((Date.parse(field.value) - first) / DAY);
    const shown = document.createElement("output");
    shown.textContent = field.value;
    range.addEventListener("input", () => {
      const on = iso(first + range.value * DAY);
      shown.textContent = on;
      range.setAttribute("aria-valuetext", on);
      clearTimeout(timer);
      timer = setTimeout(() => show(address(time.dataset.path, on, time.dataset.known), false), 60);
    });
    holder.append(text, range, shown);
    time.prepend(holder);
  }

  document.addEventListener("DOMContentLoaded", slider);
  window.addEventListener("popstate", () => location.reload());
})();
