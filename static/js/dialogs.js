// A link or button with data-dialog="id" opens that dialog; without script the link goes to its own page.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
  if (event.target.matches?.("dialog.dialog")) closeOnBackdrop(event);
});

function closeOnBackdrop(event) {
  const box = event.target.getBoundingClientRect();
  const inside =
    event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) event.target.close();
}

// A form or button with data-confirm asks first, in the dialog that the page carries for it.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const dialog = document.getElementById("confirm");
    const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!question || form.dataset.confirmed || !dialog) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    dialog.querySelector("[data-question]").textContent = question;
    dialog.querySelector("[data-yes]").onclick = () => {
      form.dataset.confirmed = "yes";
      dialog.close();
      form.requestSubmit(event.submitter ?? undefined);
      delete form.dataset.confirmed;
    };
    dialog.showModal();
  },
  true,
);
