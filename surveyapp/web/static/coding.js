// With a mouse or the keyboard, words are selected in the text itself. The two lists of words, with which it is chosen
// without scripts, are filled in by that and hidden.

for (const form of document.querySelectorAll(".put-code")) {
  const text = form.querySelector(".select-words textarea");
  const status = form.querySelector(".select-words [role=status]");
  const [first, last] = form.querySelectorAll(".word-choices select");

  // Python counts letters, JavaScript halves of some letters.
  const letters = (at) => Array.from(text.value.slice(0, at)).length;

  const choose = () => {
    if (text.selectionStart === text.selectionEnd) return;
    const [start, end] = [letters(text.selectionStart), letters(text.selectionEnd)];
    const begins = [...last.options].findIndex((option) => Number(option.value) > start);
    const ends = [...first.options].findLastIndex((option) => Number(option.value) < end);
    if (begins === -1 || ends < begins) return;
    first.selectedIndex = begins;
    last.selectedIndex = ends;
    const chosen = Array.from(text.value).slice(Number(first.value), Number(last.value)).join("");
    status.textContent = `“${chosen}”`;
  };

  // Not readonly: in such a field Chromium moves no caret by keyboard.
  text.addEventListener("beforeinput", (event) => event.preventDefault());
  form.querySelector(".select-words").hidden = false;
  form.querySelector(".word-choices").hidden = true;
  for (const event of ["select", "keyup", "pointerup"]) text.addEventListener(event, choose);
}
