// A shared tablet: asks whether somebody is still there, and leaves nothing of one person to the next.

const WARNED_FOR = 60;
const SAID_AT = [60, 30, 10];

const still = document.querySelector("dialog.still");
const start = document.body.dataset.startPage;

if (still) {
  const rests = Number(still.dataset.restsAfter);
  const left = still.querySelector(".left");
  const told = still.querySelector("[role=status]");
  let touched = Date.now();
  let said = 0;

  const touch = () => {
    if (!still.open) touched = Date.now();
  };
  for (const sign of ["pointerdown", "keydown", "input", "scroll", "touchstart", "wheel"]) {
    addEventListener(sign, touch, { capture: true, passive: true });
  }
  // Whoever listens is there.
  document.addEventListener("timeupdate", touch, true);

  still.addEventListener("close", () => {
    touched = Date.now();
    said = 0;
  });

  setInterval(() => {
    const rested = Math.floor((Date.now() - touched) / 1000);
    if (rested < rests) return;
    const seconds = rests + WARNED_FOR - rested;
    if (!still.open) still.showModal();
    if (seconds <= 0) {
      still.querySelector(".ends").submit();
      touched = Date.now();
      return;
    }
    left.textContent = left.dataset.said.replace("#", seconds);
    const due = SAID_AT.filter((at) => seconds <= at).length;
    if (due > said) told.textContent = left.textContent;
    said = due;
  }, 1000);
}

// What a person had chosen and not sent is gone when the page is, and a page gone by never comes back as it was.
addEventListener("pagehide", () => {
  for (const form of document.forms) form.reset();
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted && start) location.replace(start);
});

// The thank-you makes way for the next person by itself.
const resets = Number(document.body.dataset.resetsAfter);
if (resets) setTimeout(() => location.replace(start), resets * 1000);
