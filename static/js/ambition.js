// The ambition matrix saves itself; without this script its button does.
const form = document.getElementById("ambition-form");
const state = document.getElementById("save-state");
const said = () => document.getElementById("save-said");
const IDLE = 4000;
let timer = 0;
let isDirty = false;

// “Not relevant” and a level exclude each other.
form?.addEventListener("change", (event) => {
  const input = event.target;
  const row = input.closest(".ambition");
  if (!row || input.type !== "radio") return;
  if (input.name.startsWith("relevant_") && input.value === "no") {
    for (const level of row.querySelectorAll(".levels input")) level.checked = false;
  }
  if (input.name.startsWith("level_")) row.querySelector(".relevance input[value=yes]").checked = true;
});

// A text is saved when one leaves the field, or stops typing for a while.
form?.addEventListener("input", (event) => {
  isDirty = true;
  clearTimeout(timer);
  if (event.target.type !== "radio" && event.target.type !== "checkbox") {
    timer = setTimeout(() => window.htmx.trigger(form, "save"), IDLE);
  }
});

// Enter in a line saves; it does not leave the page.
form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input:not([type=radio], [type=checkbox])")) return;
  event.preventDefault();
  window.htmx.trigger(form, "save");
});

if (form) {
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.requestConfig.verb !== "post") return;
    clearTimeout(timer);
    isDirty = false;
    said().textContent = state.dataset.saving;
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, () => {
      isDirty = true;
      said().textContent = state.dataset.failed;
      state.classList.add("is-failed");
    });
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) state.classList.remove("is-failed");
  });
  // What a colleague changed is not put under the hands of who is typing there: it shows as two versions afterwards.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const target = event.detail.target;
    const active = document.activeElement;
    if (target.classList.contains("cell") && target.contains(active) && active.matches("input, textarea, select")) {
      event.detail.shouldSwap = false;
    }
  });
  // Who closes the page right after typing loses nothing either.
  window.addEventListener("pagehide", () => {
    if (!isDirty || form.dataset.sent) return;
    fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" }, keepalive: true });
  });
}

// A jump to a theme puts the focus there, so that Tab goes on from it.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".ambition-bar a[href^='#']");
  const theme = link && document.querySelector(link.getAttribute("href"));
  if (!theme) return;
  event.preventDefault();
  theme.scrollIntoView();
  (theme.querySelector(".relevance input:checked, .relevance input") ?? theme).focus({ preventScroll: true });
});
