// The screen of a meeting: what is written is kept on the device until the service has it, and sent as soon as it can.

import { forget, forgetAllOf, keep, ofOthers, waiting } from "./queue.js";

const table = document.querySelector(".table");
const { meeting, notes: address, token, writer } = table.dataset;
const form = document.getElementById("write");
const list = document.getElementById("statements");
const state = document.querySelector(".state");
const refused = document.querySelector(".refused");
const noStore = document.querySelector(".no-store");
const text = form.elements.text;
const leave = document.getElementById("leave-change");
const themes = [...document.querySelectorAll(".theme")];
const clockHere = document.getElementById("keeps-clock");

const ASKS_EVERY = 2000;
const MOST_AT_ONCE = 200;
const TELLS_TIME_EVERY = 15000;

const wordings = new Map(); // statement -> wordings, in the order that they came in
const pending = new Set(); // ids of notes that have not arrived
const unkept = new Map(); // notes that the browser could not keep: they live as long as the page
const keeping = new Set(); // ids of those that the device is about to keep
let cursor = 0;
let changing = null;
let failing = false;
let loggedOut = false;

document.body.classList.add("with-scripts");

function newId() {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  return String((BigInt(high & 0x7fffffff) << 32n) | BigInt(low));
}

const theme = () => themes.find((one) => one.open)?.dataset.theme ?? form.elements.theme.value;

// ---- what is written ----

function add(wording) {
  const known = wordings.get(wording.statement) ?? [];
  if (known.some((one) => one.id === wording.id)) return;
  wordings.set(wording.statement, [...known, wording]);
}

// Of a statement the highest stamp holds, and of equal ones the highest id: as the service has it.
function now(its) {
  return its.reduce((one, other) => {
    if (one.stamp !== other.stamp) return one.stamp > other.stamp ? one : other;
    return BigInt(one.id) > BigInt(other.id) ? one : other;
  });
}

// Of a statement that was once that of a speaker who has withdrawn no words are left: as the service has it.
function empty(withdrawn) {
  for (const [statement, its] of wordings) {
    if (!its.some((one) => one.text && withdrawn.includes(one.speaker))) continue;
    wordings.set(
      statement,
      its.map((one) => ({ ...one, text: "" })),
    );
    drawn.delete(statement);
    if (changing === statement) leaveChange();
  }
}

function whoOf(value) {
  const [who, speaker] = value.split(":");
  return { who, speaker: speaker ?? null };
}

async function write(wording) {
  add(wording);
  await put(wording);
}

async function put(note) {
  pending.add(note.id);
  keeping.add(note.id);
  draw();
  try {
    await keep(meeting, writer, note);
  } catch {
    unkept.set(note.id, note);
    noStore.hidden = false;
  }
  keeping.delete(note.id);
  tell();
  send();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const words = text.value.trim();
  const chosen = form.querySelector("[name=who]:checked");
  if (!words || "unwritable" in chosen.dataset) return;
  const before = changing && now(wordings.get(changing));
  write({
    kind: "wording",
    id: newId(),
    statement: changing ?? newId(),
    stamp: before ? before.stamp + 1 : 1,
    theme: before ? before.theme : theme(),
    ...whoOf(chosen.value),
    sort: form.elements.sort.value,
    text: words,
    removed: false,
  });
  leaveChange();
  text.focus();
});

text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

function leaveChange() {
  changing = null;
  text.value = "";
  leave.hidden = true;
}

leave.addEventListener("click", leaveChange);

list.addEventListener("click", (event) => {
  const item = event.target.closest("li[data-statement]");
  if (!item) return;
  const held = now(wordings.get(item.dataset.statement));
  if (event.target.matches(".change")) {
    changing = item.dataset.statement;
    text.value = held.text;
    choose(held.speaker ? `speaker:${held.speaker}` : held.who);
    form.elements.sort.value = held.sort;
    leave.hidden = false;
    text.focus();
  } else if (event.target.matches(".take-away")) {
    write({ ...held, id: newId(), stamp: held.stamp + 1, removed: true });
  }
});

function named(wording) {
  const value = wording.speaker ? `speaker:${wording.speaker}` : wording.who;
  const radio = form.querySelector(`[name=who][value="${value}"]`);
  return names.get(value) ?? radio?.dataset.name ?? "–";
}

const names = new Map(Object.entries(JSON.parse(table.dataset.names)));
const sorts = new Map(
  [...form.querySelectorAll("[name=sort]")].map((radio) => [radio.value, radio.parentElement.innerText.trim()]),
);
const titles = new Map(
  [...form.elements.theme.options].map((option) => [option.value, option.text.trim()]),
);

function element(name, classes, content) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  if (content !== undefined) made.textContent = content;
  return made;
}

const drawn = new Map(); // statement -> what it was drawn of

function draw() {
  for (const [statement, its] of wordings) {
    const held = now(its);
    const unsent = its.some((one) => pending.has(one.id));
    const look = `${held.id} ${its.length} ${unsent}`;
    if (drawn.get(statement) === look) continue;
    drawn.set(statement, look);
    let item = list.querySelector(`[data-statement="${statement}"]`);
    if (held.removed) {
      item?.remove();
      continue;
    }
    if (!item) {
      item = element("li");
      item.dataset.statement = statement;
      list.prepend(item);
    }
    const words = element("p", "words", held.text || table.dataset.withdrawn);
    words.dir = "auto";
    const buttons = element("p", "actions");
    for (const [name, label] of [
      ["change", table.dataset.change],
      ["take-away", table.dataset.remove],
    ]) {
      const button = element("button", `link ${name}`, label);
      button.type = "button";
      button.append(element("span", "unseen", ` ${named(held)}: ${held.text.slice(0, 40)}`));
      buttons.append(button);
    }
    const parts = [element("b", "", named(held)), " ", element("span", "sort", sorts.get(held.sort)), " "];
    parts.push(element("span", "theme-of", titles.get(held.theme) ?? ""));
    if (unsent) parts.push(" ", element("span", "pending", table.dataset.pending));
    parts.push(words);
    if (its.length > 1) {
      const earlier = element("details");
      earlier.append(element("summary", "", table.dataset.earlier));
      for (const one of its) if (one !== held) earlier.append(element("p", "words", one.text));
      parts.push(earlier);
    }
    item.replaceChildren(...parts, buttons);
  }
  tell();
}

function tell() {
  const n = String(pending.size);
  if (!pending.size) state.textContent = table.dataset.saved;
  else if (keeping.size) state.textContent = table.dataset.saving;
  else if (loggedOut) state.textContent = table.dataset.loggedOut.replace("#", n);
  else state.textContent = failing ? table.dataset.waiting.replace("#", n) : table.dataset.saving;
}

// ---- sending and fetching ----

let sending = false;

async function send() {
  if (sending) return;
  sending = true;
  try {
    const kept = await waiting(meeting, writer).catch(() => []);
    const queue = [...kept.filter((note) => !note.why), ...unkept.values()].slice(0, MOST_AT_ONCE);
    for (const note of queue) pending.add(note.id);
    const answer = await exchange(queue);
    if (answer) await settle(queue, answer);
  } finally {
    sending = false;
  }
  draw();
}

async function exchange(queue) {
  const mine = queue.map(({ meeting: _meeting, writer: _writer, queued: _queued, ...note }) => note);
  try {
    const response = mine.length
      ? await fetch(address, {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-CSRFToken": token },
          body: JSON.stringify({ since: cursor, notes: mine }),
          redirect: "manual",
        })
      : await fetch(`${address}?since=${cursor}`, { redirect: "manual" });
    loggedOut = response.type === "opaqueredirect" || response.status === 400 || response.status === 403;
    failing = !response.ok;
    return response.ok ? await response.json() : null;
  } catch {
    failing = true;
    return null;
  }
}

// What the service can't take stays on the device, to be seen, until somebody takes it away.
function refuse({ id, text: words = "", why }) {
  const said = element("p", "error", `${table.dataset.refused} ${words} ${why} `);
  const button = element("button", "link", table.dataset.remove);
  button.type = "button";
  button.addEventListener("click", async () => {
    await forget([id]).catch(() => {});
    said.remove();
  });
  said.append(button);
  refused.append(said);
}

async function settle(queue, answer) {
  const taken = answer.taken ?? [];
  if (taken.length) await forget(taken).catch(() => {});
  for (const { id, why } of answer.refused ?? []) {
    const note = queue.find((one) => one.id === id);
    if (!note) continue;
    await keep(meeting, writer, { ...note, why }).catch(() => {});
    pending.delete(id);
    unkept.delete(id);
    refuse({ ...note, why });
    const its = (wordings.get(note.statement) ?? []).filter((one) => one.id !== id);
    drawn.delete(note.statement);
    if (its.length) wordings.set(note.statement, its);
    else {
      wordings.delete(note.statement);
      list.querySelector(`[data-statement="${note.statement}"]`)?.remove();
    }
  }
  for (const id of taken) {
    pending.delete(id);
    unkept.delete(id);
  }
  for (const note of answer.notes) {
    if (note.kind === "wording") add(note);
    else if (!mineToo.has(note.id)) spend(note.theme, note.seconds);
  }
  empty(answer.withdrawn ?? []);
  cursor = answer.arrived;
}

async function ask() {
  if (document.visibilityState === "visible") await send();
  setTimeout(ask, ASKS_EVERY);
}

addEventListener("online", send);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());

// ---- the clock ----

const mineToo = new Set();
const spent = new Map(themes.map((one) => [one.dataset.theme, 0]));
let themeSince = null;
let speaks = null; // {value, since, theme, interpreted}

function spend(id, seconds) {
  spent.set(id, (spent.get(id) ?? 0) + seconds);
  show();
}

function show() {
  for (const one of themes) {
    const most = Number(one.dataset.minutes) * 60;
    const running = clockHere.checked && one.open && themeSince ? (Date.now() - themeSince) / 1000 : 0;
    const seconds = (spent.get(one.dataset.theme) ?? 0) + running;
    one.querySelector("progress").value = Math.min(seconds, most);
    const clock = one.querySelector(".clock");
    clock.textContent = clock.textContent.replace(/^\s*\d+/, String(Math.floor(seconds / 60)));
    one.classList.toggle("late", seconds > most);
  }
}

function tellTime(id) {
  if (!clockHere.checked || !themeSince) return;
  const seconds = Math.round((Date.now() - themeSince) / 1000);
  themeSince = Date.now();
  if (!seconds || !id) return;
  const note = { kind: "theme_time", id: newId(), theme: id, seconds };
  mineToo.add(note.id);
  spend(id, seconds);
  put(note);
}

function stopSpeaking() {
  if (!speaks) return;
  const seconds = Math.round((Date.now() - speaks.since) / 1000);
  const { value, interpreted } = speaks;
  form.querySelector(".speaks")?.classList.remove("speaks");
  if (seconds) put({ kind: "turn", id: newId(), theme: speaks.theme, ...whoOf(value), seconds, interpreted });
  speaks = null;
}

function speak(radio) {
  const again = speaks?.value === radio.value;
  stopSpeaking();
  if (again || !clockHere.checked) return;
  speaks = { value: radio.value, since: Date.now(), theme: theme(), interpreted: "interpreted" in radio.dataset };
  radio.parentElement.classList.add("speaks");
}

let shownTheme = theme();
for (const one of themes) {
  one.addEventListener("toggle", () => {
    if (!one.open || one.dataset.theme === shownTheme) return;
    tellTime(shownTheme);
    shownTheme = one.dataset.theme;
    for (const other of themes) if (other !== one) other.open = false;
    form.elements.theme.value = shownTheme;
  });
}

clockHere.addEventListener("change", () => {
  if (clockHere.checked) themeSince = Date.now();
  else {
    clockHere.checked = true;
    tellTime(shownTheme);
    stopSpeaking();
    clockHere.checked = false;
    themeSince = null;
  }
});

addEventListener("pagehide", () => {
  tellTime(shownTheme);
  stopSpeaking();
});

setInterval(show, 1000);
setInterval(() => tellTime(shownTheme), TELLS_TIME_EVERY);

// ---- who ----

function choose(value) {
  const radio = form.querySelector(`[name=who][value="${value}"]`);
  if (!radio) return;
  radio.checked = true;
  told(radio);
}

function told(radio) {
  const unwritable = "unwritable" in radio.dataset;
  text.disabled = unwritable;
  if (unwritable) state.textContent = table.dataset.unwritable;
}

form.addEventListener("click", ({ target }) => {
  if (target.name === "who") {
    told(target);
    speak(target);
    if (!text.disabled) text.focus();
  }
});

addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const radios = [...form.querySelectorAll('[name=who][value^="speaker:"]')];
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const named = { KeyU: "unknown", KeyM: "moderator", Digit0: "several" }[event.code];
  if (named) form.querySelector(`[name=who][value=${named}]`).click();
  else if (digit && radios[digit - 1]) radios[digit - 1].click();
  else if (event.code === "KeyW") {
    const ways = [...form.querySelectorAll("[name=sort]")];
    ways[(ways.findIndex((way) => way.checked) + 1) % ways.length].checked = true;
  } else if (event.code === "ArrowDown" || event.code === "ArrowUp") {
    const at = themes.findIndex((one) => one.open) + (event.code === "ArrowDown" ? 1 : -1);
    if (themes[at]) themes[at].open = true;
  } else return;
  event.preventDefault();
});

// ---- the end: who logs out leaves nothing on the device ----

document.querySelector(".leave").addEventListener("submit", async (event) => {
  event.preventDefault();
  await send();
  if (pending.size && !confirm(table.dataset.leaving.replace("#", String(pending.size)))) return;
  await forgetAllOf(writer).catch(() => {});
  event.target.submit();
});

// ---- the beginning ----

for (const note of await waiting(meeting, writer).catch(() => [])) {
  if (note.why) {
    refuse(note);
    continue;
  }
  pending.add(note.id);
  if (note.kind === "wording") add(note);
  else {
    mineToo.add(note.id);
    if (note.kind === "theme_time") spend(note.theme, note.seconds);
  }
}
const others = await ofOthers(meeting, writer).catch(() => 0);
if (others) refused.append(element("p", "error", table.dataset.others.replace("#", String(others))));
list.replaceChildren();
draw();
ask();
