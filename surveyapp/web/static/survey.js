// Comforts. Every page is whole without them.

// An answer that stands alone unticks the others, and the others untick it.
document.addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox" || !target.checked) return;
  const group = target.closest("fieldset");
  for (const other of group?.querySelectorAll("input[type=checkbox]:checked") ?? []) {
    if (other !== target && ("alone" in target.dataset || "alone" in other.dataset)) other.checked = false;
  }
});

// A card of a rank gets its place at once; one too many is for the server to tell.
document.addEventListener("click", (event) => {
  const card = event.target.closest("button.card[name=press]");
  const group = card?.closest("fieldset");
  const places = group?.querySelector(".places");
  if (!places) return;
  const cards = [...group.querySelectorAll("button.card[name=press]")];
  const alone = (id) => cards.some((other) => other.value === id && "alone" in other.dataset);
  let order = [...places.children].map((input) => input.value);
  if (order.includes(card.value)) order = order.filter((id) => id !== card.value);
  else order = alone(card.value) ? [card.value] : [...order.filter((id) => !alone(id)), card.value];
  if (order.length > Number(places.dataset.most)) return;
  event.preventDefault();
  places.replaceChildren(
    ...order.map((id) => Object.assign(document.createElement("input"), { type: "hidden", name: "answer", value: id })),
  );
  for (const other of cards) {
    const place = order.indexOf(other.value) + 1;
    other.setAttribute("aria-pressed", String(place > 0));
    other.querySelector(".place").textContent = place && !alone(other.value) ? place : "";
  }
});

// How someone wants the pages is seen as soon as it is chosen.
document.addEventListener("change", ({ target }) => {
  if ("look" in target.dataset) document.documentElement.dataset[target.name] = target.value;
});

// Who has two buttons, onward and press, reaches each option by Tab, and what reads it, and chooses it by Enter.
document.addEventListener("keydown", (event) => {
  const { target, key, shiftKey } = event;
  const isRadio = target.type === "radio";
  if (key === "Enter" && (target.type === "checkbox" || (isRadio && !target.checked))) {
    event.preventDefault();
    target.click();
  }
  const besideRadio = target.className === "hear" && target.closest(".spoken")?.querySelector("[type=radio]");
  if (key === "Tab" && (isRadio || besideRadio)) {
    const around = target.closest("fieldset") ?? target.form;
    const stops = [...around.querySelectorAll("input[type=radio], .spoken .hear")];
    const next = stops[stops.indexOf(target) + (shiftKey ? -1 : 1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
});

// What can be read aloud: files, or a voice that is in this device. Voices may come late.
const canRead = () => {
  const { dataset, lang: language } = document.documentElement;
  if (dataset.aloud === "no") return false;
  const [wanted] = language.split("-");
  const speaks = ({ localService, lang }) => localService && lang.split(/[-_]/)[0] === wanted;
  return document.querySelector(".listen audio, .spoken") || globalThis.speechSynthesis?.getVoices().some(speaks);
};
const offerReading = () => canRead() && import("./read.js");
if (document.querySelector(".listen") && !offerReading()) {
  globalThis.speechSynthesis?.addEventListener("voiceschanged", offerReading);
}

// What went wrong is read first, also by browsers that don't know autofocus on a summary.
document.querySelector(".faults")?.focus();

// What somebody has written is kept when they open another page before they go on.
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[href]");
  const form = document.querySelector("form[data-keeps]");
  const written = [...(form?.querySelectorAll("textarea, input[type=text]") ?? [])];
  if (!link?.closest("header, footer, .way") || !written.some((one) => one.value !== one.defaultValue)) return;
  event.preventDefault();
  const then = Object.assign(document.createElement("input"), { type: "hidden", name: "then" });
  then.value = link.pathname + link.search;
  form.append(then);
  form.submit();
});

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

// Paper needs the browser's help.
for (const button of document.querySelectorAll("[data-print]")) {
  button.closest("[hidden]").hidden = false;
  button.addEventListener("click", () => print());
}
