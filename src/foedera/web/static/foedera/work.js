// The progress of a job: its page is asked again until it has ended; where the work leads on, the page follows. Without scripts the page refreshes itself.
"use strict";
(() => {
  const place = document.getElementById("job");
  if (!place || place.dataset.over === "yes") return;
  let pause = 500;

  async function look() {
    try {
      const reply = await fetch(location.href, { headers: { Accept: "text/html" } });
      const found = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("job");
      if (!reply.ok || !found) { location.reload(); return; }
      if (found.dataset.then) { location.assign(found.dataset.then); return; }
      const held = place.contains(document.activeElement) && document.activeElement.tagName === "BUTTON";
      const bar = place.querySelector("progress"), next = found.querySelector("progress");
      // Only what has changed is replaced, so that a button keeps the focus and a reader is not told the same again.
      if (found.dataset.over === "no" && bar && next && held) {
        bar.max = next.max;
        if (next.hasAttribute("value")) bar.value = next.value; else bar.removeAttribute("value");
      } else place.replaceChildren(...found.childNodes);
      if (found.dataset.over === "yes") { place.dataset.over = "yes"; return; }
      pause = Math.min(pause * 1.2, 3000);
    } catch { pause = 3000; }
    setTimeout(look, pause);
  }

  setTimeout(look, pause);
})();
