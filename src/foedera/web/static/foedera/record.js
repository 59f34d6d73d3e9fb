// Recording: parties are suggested one after another in a field that holds several; a fault of the file leads to its line; one press records once.
"use strict";
(() => {
  for (const field of document.querySelectorAll("input[data-parties]")) {
    const list = document.getElementById(field.dataset.parties);
    const add = document.createElement("input");
    add.type = "text";
    add.setAttribute("list", list.id);
    add.className = "add-party";
    add.setAttribute("aria-label", "+ " + (field.labels[0]?.childNodes[0]?.textContent.trim() ?? ""));
    add.placeholder = field.dataset.add ?? "+";
    const known = new Set([...list.options].map((option) => option.value));
    add.addEventListener("input", () => {
      if (!known.has(add.value)) return;
      const held = field.value.trim().replace(/;$/, "");
      field.value = held ? held + "; " + add.value : add.value;
      add.value = "";
    });
    // Enter in the small field must not send the form half-filled.
    add.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    const row = document.createElement("span");
    row.className = "with-add";
    field.replaceWith(row);
    row.append(field, add);
  }

  for (const choice of document.querySelectorAll("select[name=kind]")) {
    const show = choice.form.querySelector("button[value=edit]");
    if (show) choice.addEventListener("change", () => show.click());
  }

  for (const set of document.querySelectorAll("fieldset[data-shown-by]")) {
    const box = set.querySelector(`input[name=${set.dataset.shownBy}]`), inside = set.querySelector(":scope > .stack");
    const follow = () => { inside.hidden = !box.checked; };
    box.addEventListener("change", follow);
    follow();
  }

  const file = document.getElementById("file");
  for (const link of document.querySelectorAll("a[data-line]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const lines = file.value.split("\n"), line = Number(link.dataset.line);
      const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + Number(link.dataset.column) - 1;
      file.focus();
      file.setSelectionRange(start, start + Math.max(1, (lines[line - 1] ?? "").length - Number(link.dataset.column) + 1));
      file.scrollTop = (line - 4) * parseFloat(getComputedStyle(file).lineHeight);
    });
  }

  for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", () => setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = true; }));
  }

  document.getElementById("faults")?.focus();
})();
