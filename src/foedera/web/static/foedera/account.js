// Passwords can be shown while typing; what goes wrong with a passkey is said on the page. Everything but passkeys works without.
"use strict";
(() => {
  const french = document.documentElement.lang === "fr";
  const words = french ? ["Afficher", "Masquer", "le mot de passe"] : ["Show", "Hide", "the password"];

  for (const input of document.querySelectorAll("input[type=password]")) {
    const row = document.createElement("span");
    row.className = "shown";
    input.replaceWith(row);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    const name = (shown) => {
      button.textContent = words[shown ? 1 : 0];
      button.setAttribute("aria-label", words[shown ? 1 : 0] + " " + words[2]);
    };
    name(false);
    button.addEventListener("click", () => {
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      name(shown);
    });
    row.append(input, button);
    input.form?.addEventListener("submit", () => { input.type = "password"; });
  }

  document.addEventListener("allauth.error", (event) => {
    const place = document.querySelector("[data-passkey-fault]");
    if (!place) return;
    event.preventDefault();
    place.hidden = false;
  });

  if (!window.PublicKeyCredential) {
    for (const id of ["passkey_login", "mfa_webauthn_signup", "mfa_webauthn_add", "mfa_webauthn_authenticate"]) {
      const button = document.getElementById(id);
      if (button) button.disabled = true;
    }
  }
})();
