// The wall brings itself up to date. What is replaced holds nothing that can have the focus, so the focus stays.
const EVERY = 60_000;

setInterval(async () => {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return;
    const there = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".columns");
    const here = document.querySelector(".columns");
    if (there && there.innerHTML !== here.innerHTML) here.replaceWith(document.adoptNode(there));
  } catch {
    // Without a network the wall stays as it is.
  }
}, EVERY);
