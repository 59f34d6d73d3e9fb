// Every page: suggestions while one types in the search, and the keys. All of it works without: the search is a form.
"use strict";
(() => {
  const field = document.querySelector("input[data-suggest]");

  // On a narrow screen the places stand in a row that is moved sideways: the one the reader is at comes into sight.
  for (const here of document.querySelectorAll("nav [aria-current='page']")) {
    const row = here.closest("nav");
    if (row.scrollWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  }

  function suggest() {
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = "suggestions";
    list.setAttribute("role", "listbox");
    list.hidden = true;
    field.after(list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": "suggestions", "aria-expanded": "false", "aria-autocomplete": "list" })) field.setAttribute(name, value);
    let asked = 0, timer, chosen = -1;

    function close() { list.hidden = true; chosen = -1; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); }

    function choose(index) {
      const items = [...list.children];
      chosen = (index + items.length) % items.length;
      items.forEach((item, i) => item.setAttribute("aria-selected", i === chosen));
      field.setAttribute("aria-activedescendant", items[chosen].id);
    }

    async function show() {
      const words = field.value.trim(), own = ++asked;
      if (words.length < 2) return close();
      const reply = await fetch(field.dataset.suggest + "?" + new URLSearchParams({ q: words }));
      if (!reply.ok || own !== asked) return;
      const { found } = await reply.json();
      list.replaceChildren(...found.map((row, i) => {
        const item = document.createElement("li"), link = document.createElement("a"), id = document.createElement("span");
        item.id = "suggestion-" + i;
        item.setAttribute("role", "option");
        link.href = row.url;
        link.tabIndex = -1;
        id.className = "id";
        id.textContent = " " + row.id;
        link.append(row.title, id);
        item.append(link);
        return item;
      }));
      chosen = -1;
      list.hidden = !found.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
    }

    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 120); });
    field.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); choose(chosen + (event.key === "ArrowDown" ? 1 : -1)); }
      else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); list.children[chosen].firstChild.click(); }
      else if (event.key === "Escape") close();
    });
    field.addEventListener("blur", () => setTimeout(close, 150));
  }

  if (field) suggest();

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "/" && field) { event.preventDefault(); field.focus(); }
    const keys = document.getElementById("keys");
    if (event.key === "?" && keys) { event.preventDefault(); keys.showModal(); }
  });
})();
