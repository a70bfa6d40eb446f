// Comforts. Every page is whole without them.

// An answer that stands alone unticks the others, and the others untick it.
document.addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox" || !target.checked) return;
  const group = target.closest("fieldset");
  for (const other of group?.querySelectorAll("input[type=checkbox]:checked") ?? []) {
    if (other !== target && ("alone" in target.dataset || "alone" in other.dataset)) other.checked = false;
  }
});

// What went wrong is read first, also by browsers that don't know autofocus on a summary.
document.querySelector(".faults")?.focus();

// A form is sent once, however fast the button is pressed; coming Back makes it ready again.
document.addEventListener("submit", (event) => {
  const { dataset } = event.target;
  if ("sent" in dataset) event.preventDefault();
  dataset.sent = "";
  setTimeout(() => delete dataset.sent, 3000);
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
