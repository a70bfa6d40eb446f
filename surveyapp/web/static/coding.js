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
    const begins = [...first.options].findLast((option) => Number(option.value) <= start) ?? first.options[0];
    const ends = [...last.options].find((option) => Number(option.value) >= end) ?? last.options[last.options.length - 1];
    first.value = begins.value;
    last.value = ends.value;
    const all = Array.from(text.value);
    status.textContent = `“${all.slice(Number(begins.value), Number(ends.value)).join("")}”`;
  };

  form.querySelector(".select-words").hidden = false;
  form.querySelector(".word-choices").hidden = true;
  for (const event of ["select", "keyup", "pointerup"]) text.addEventListener(event, choose);
}
