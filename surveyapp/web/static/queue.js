// Notes that have not arrived yet, kept in the browser: they outlive a lost network and a closed browser.

const NAME = "surveyapp-notes";

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("note", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore(mode, work) {
  const database = await opened();
  try {
    const transaction = database.transaction("note", mode);
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    const request = work(transaction.objectStore("note"));
    await done;
    return request?.result;
  } finally {
    database.close();
  }
}

export function keep(meeting, writer, note) {
  return inStore("readwrite", (notes) => notes.put({ ...note, meeting, writer, queued: Date.now() }));
}

function every() {
  return inStore("readonly", (notes) => notes.getAll());
}

// What somebody wrote in a meeting, the oldest first. Nobody sends another's notes: they would arrive under the wrong name.
export async function waiting(meeting, writer) {
  const mine = (await every()).filter((note) => note.meeting === meeting && note.writer === writer);
  return mine.sort((one, other) => one.queued - other.queued);
}

// How many notes of others wait here for the same meeting.
export async function ofOthers(meeting, writer) {
  return (await every()).filter((note) => note.meeting === meeting && note.writer !== writer).length;
}

export function forget(ids) {
  return inStore("readwrite", (notes) => {
    for (const id of ids) notes.delete(id);
  });
}

// Forget all that somebody wrote.
export async function forgetAllOf(writer) {
  await forget((await every()).filter((note) => note.writer === writer).map((note) => note.id));
}
