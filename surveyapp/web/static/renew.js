// What is marked with data-renews brings itself up to date every so many seconds. It must hold nothing that can have the
// focus, so that the focus stays where it is.

const renewed = document.querySelector("[data-renews]");

setInterval(async () => {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const there = page.querySelector("[data-renews]");
    const here = document.querySelector("[data-renews]");
    if (there && there.innerHTML !== here.innerHTML) here.replaceWith(document.adoptNode(there));
  } catch {
    // Without a network it stays as it is.
  }
}, Number(renewed.dataset.renews) * 1000);
