// The slider of a board: leads to the day it is let go on. Without scripts the marks, the links and the date field do the same.
"use strict";
(() => {
  const rail = document.querySelector(".rail-of");
  if (!rail) return;
  const DAY = 86400000, first = Date.parse(rail.dataset.first), last = Date.parse(rail.dataset.last);
  const range = rail.querySelector("input.slider"), asked = new URLSearchParams(location.search);
  const shown = document.querySelector(".as-of input[name=on]");
  const day = () => new Date(first + range.value * DAY).toISOString().slice(0, 10);
  range.max = Math.max(Math.round((last - first) / DAY), 1);
  range.value = Math.round((Date.parse(shown.value) - first) / DAY);
  range.hidden = false;
  range.setAttribute("aria-valuetext", shown.value);
  range.addEventListener("input", () => { shown.value = day(); range.setAttribute("aria-valuetext", day()); });
  range.addEventListener("change", () => {
    const known = asked.get("known");
    if (known && known === asked.get("on")) asked.set("known", day());  // as it was known on the day goes on to mean that day
    asked.set("on", day());
    location.search = asked;
  });
})();
