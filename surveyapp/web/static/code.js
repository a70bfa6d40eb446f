// A scanned code stands behind the # of the address, which no server sees. It goes along until there is a field for it.

function carry() {
  const [, code] = location.hash.match(/^#code=([\w-]{1,20})$/) ?? [];
  if (!code) return;
  const field = document.querySelector("input#code");
  if (field) field.value = code;
  for (const link of document.querySelectorAll("a[href^='/r/']")) link.hash = location.hash;
  for (const form of document.querySelectorAll("form[action*='/look?']")) form.action += location.hash;
  history.replaceState(null, "", location.pathname + location.search);
}

carry();
addEventListener("hashchange", carry);
