// A list that refreshes while one types: the form's own address is asked, and the part it names is replaced. Without scripts the form does the same.
"use strict";
(() => {
  const narrow = matchMedia("(max-width: 900px)");
  const fold = () => { const facets = document.querySelector(".facet-fold"); if (facets) facets.open = !narrow.matches; };
  fold();
  narrow.addEventListener("change", fold);

  const form = document.querySelector("form[data-refreshes]");
  if (!form) return;
  let timer, running;

  async function refresh() {
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    if (form.elements.on && form.elements.on.value === form.elements.on.defaultValue && !new URLSearchParams(location.search).has("on")) asked.delete("on");
    const url = form.getAttribute("action") + (asked.size ? "?" + asked : "");
    running?.abort();
    running = new AbortController();
    const place = document.getElementById(form.dataset.refreshes);
    place.classList.add("waiting");
    try {
      const reply = await fetch(url, { signal: running.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const found = page.getElementById(form.dataset.refreshes);
      if (!found) { location.assign(url); return; }
      const opened = [...place.querySelectorAll(".facets section")].filter((part) => part.querySelector("details[open]")).map((part) => part.getAttribute("aria-labelledby"));
      place.replaceChildren(...found.childNodes);
      for (const id of opened) document.getElementById(id)?.parentElement.querySelector("details")?.setAttribute("open", "");
      fold();
      history.replaceState(null, "", url);
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
      return;
    }
    place.classList.remove("waiting");
  }

  form.addEventListener("input", (event) => { clearTimeout(timer); timer = setTimeout(refresh, event.target.matches("select, [type=date]") ? 0 : 150); });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); refresh(); });
})();
