// Reads the question and its options aloud: from files, or else by a voice of just that language in this device.

const listen = document.querySelector("main .listen");
const note = listen.querySelector(".voice");
const speech = globalThis.speechSynthesis;
let stop = () => {};

if (!document.querySelector("link[href$='/read.css']")) {
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet" });
  style.href = new URL("read.css", import.meta.url);
  document.head.append(style);
}

const parts = (tag) => {
  const [language, ...more] = tag.toLowerCase().split(/[-_]/);
  return { language, region: more.find((part) => /^([a-z]{2}|\d{3})$/.test(part)) };
};

const voiceOf = (element) => {
  const wanted = parts((element.querySelector("[lang]") ?? element.closest("[lang]")).lang);
  return speech?.getVoices().find(({ localService, lang }) => {
    const its = parts(lang);
    return localService && its.language === wanted.language && (!wanted.region || its.region === wanted.region);
  });
};

const fromFile = (audio) => (signal) =>
  new Promise((done) => {
    signal.addEventListener("abort", () => done(audio.pause()));
    audio.onended = audio.onerror = done;
    audio.currentTime = 0;
    audio.play().catch(done);
  });

const byVoice = (text, voice) => (signal) =>
  new Promise((done) => {
    const said = Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang });
    signal.addEventListener("abort", () => done(speech.cancel()));
    said.onend = said.onerror = done;
    speech.speak(said);
  });

const button = (words, of, pieces) => {
  const made = document.createElement("button");
  const [still, playing] = listen.dataset.pictures.split(" ");
  made.type = "button";
  made.className = "hear";
  made.ariaPressed = "false";
  if (of) made.ariaLabel = `${words}: ${of}`;
  made.innerHTML = `<span class="tiles"><img src="${still}" alt=""><img src="${playing}" alt=""></span><span></span>`;
  made.lastChild.textContent = words;
  made.addEventListener("click", () => read(made, pieces));
  return made;
};

const read = async (pressed, pieces) => {
  const again = pressed.ariaPressed === "true";
  stop();
  if (again) return;
  const halt = new AbortController();
  const { signal } = halt;
  const unmark = () => document.querySelector(".reading")?.classList.remove("reading");
  signal.addEventListener("abort", () => {
    pressed.ariaPressed = "false";
    unmark();
  });
  pressed.ariaPressed = "true";
  stop = () => halt.abort();
  listen.closest("form").elements.heard.value = "1";
  for (const { mark, sayings } of pieces) {
    if (signal.aborted) return;
    unmark();
    mark.classList.add("reading");
    mark.scrollIntoView({ block: "nearest" });
    for (const say of sayings) if (!signal.aborted) await say(signal);
  }
  halt.abort();
};

// The question, then a rating's ends, then what can be chosen.
const found = [];
const take = (mark, shown, place, files) => {
  const text = shown.map((part) => part.innerText.trim()).join("\n");
  const voice = files.length ? null : voiceOf(shown.at(-1));
  if (!files.length && !voice) return;
  const sayings = files.length ? files.map(fromFile) : [byVoice(text, voice)];
  if (voice) note.hidden = false;
  for (const file of files) file.controls = false;
  found.push({ mark, sayings, place, text });
};
const players = (around) => [...around.querySelectorAll("audio")];
const asked = document.querySelector("main .asked");
take(asked, [...document.querySelectorAll("main :is(.about b, h1, .below)")], listen, players(listen));
for (const end of document.querySelectorAll(".ends > span")) take(end, [end], end, players(end));
for (const card of document.querySelectorAll("main form :is(.cards .card)")) {
  let place = card.closest(".spoken");
  if (!place) {
    place = document.createElement("div");
    card.before(place);
    place.append(card);
  }
  take(card, [card.querySelector(".words")], place, players(place));
  if (found.at(-1)?.place === place) place.className = "spoken";
}
for (const piece of found) piece.place.append(button(listen.dataset.listen, piece.text, [piece]));
if (found.length > 1) listen.append(button(listen.dataset.all, "", found));

document.addEventListener("input", () => stop());
document.addEventListener("click", ({ target }) => target.closest("button.card") && stop());
addEventListener("pagehide", () => stop());
