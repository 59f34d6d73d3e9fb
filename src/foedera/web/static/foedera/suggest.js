// A field that means an agreement on record: while one types its words, the agreements they find are offered. Without scripts the form asks back.
"use strict";
(() => {
  for (const field of document.querySelectorAll("input[data-agreements]")) {
    const list = document.getElementById(field.getAttribute("list"));
    let asked = 0, timer;

    async function show() {
      const words = field.value.trim(), own = ++asked;
      if (words.length < 2) return;
      const reply = await fetch(field.dataset.agreements + "?" + new URLSearchParams({ q: words }));
      if (!reply.ok || own !== asked) return;
      const { found } = await reply.json();
      list.replaceChildren(...found.map((row) => {
        const option = document.createElement("option");
        option.value = row.id;
        option.textContent = row.title;
        return option;
      }));
    }

    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 120); });
  }
})();
