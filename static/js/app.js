// Everything here is an extra: each page works without it.

// After a failed form the summary gets the focus, so that it is read out first.
document.querySelector("[data-focus]")?.focus();

// An open menu closes on Escape (focus returns to its button) and on a click elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest("details.menu[open], details.nav-bar__phone[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// Enter presses the first button of a form. Where that one searches or adds a row, Enter sends the form all the same.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
  if (!field.form?.querySelector("button")?.formNoValidate || !field.matches("input:not([type=search], [type=file])")) return;
  event.preventDefault();
  field.form.requestSubmit(field.form.querySelector("button:not([formnovalidate], [type=button])"));
});

// When HTMX renews a list, say what it holds now.
document.addEventListener("htmx:afterSettle", (event) => {
  const text = event.target.querySelector?.("[data-announce]")?.textContent;
  const live = document.getElementById("live");
  if (text && live) live.textContent = text.trim();
});

// A form is sent once: a second click on a slow connection does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});
