/* Helps with a password while one types it: made up on the server and put into the field, and how hard it is to guess.
   Without it the box "Make one up and store it without showing it" does as well. Nothing is kept here. */
(() => {
  "use strict";
  const state = document.querySelector("[data-strength]"), button = document.querySelector("button[data-suggest]");
  const field = state && document.getElementById(state.dataset.of);
  if (!field) return;
  const ask = async (address, facts) => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
    Object.entries(facts).forEach(([name, value]) => body.set(name, value));
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error", credentials: "same-origin" });
    return answer.ok ? answer.json() : {};
  };
  const say = (told) => { state.textContent = [told.words, told.why].filter(Boolean).join(". "); };
  const measure = async () => {
    const typed = field.value;
    const told = typed ? await ask(state.dataset.strength, { password: typed }).catch(() => ({})) : {};
    if (field.value === typed) say(told);
  };
  field.addEventListener("change", measure);
  field.addEventListener("input", () => { state.textContent = ""; });

  button?.addEventListener("click", async () => {
    button.setAttribute("aria-busy", "true");
    const recipe = document.getElementById(button.dataset.recipe);
    const made = await ask(button.dataset.suggest, { recipe: recipe.value }).catch(() => ({}));
    button.removeAttribute("aria-busy");
    if (!made.password) return;
    field.value = made.password;
    field.form.elements.make_up.checked = false;
    const peek = document.querySelector(`[data-peek-at="${field.id}"]`);
    if (field.type === "password") peek?.click();
    say(made);
    field.focus();
  });
  // Made up and shown until one leaves: a page that comes back from the browser's own store has forgotten it.
  addEventListener("pagehide", () => { field.value = ""; });
})();
