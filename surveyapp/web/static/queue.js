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

export function keep(meeting, note) {
  return inStore("readwrite", (notes) => notes.put({ ...note, meeting, queued: Date.now() }));
}

// The notes of a meeting, the oldest first.
export async function waiting(meeting) {
  const all = await inStore("readonly", (notes) => notes.getAll());
  return all.filter((note) => note.meeting === meeting).sort((one, other) => one.queued - other.queued);
}

export function forget(ids) {
  return inStore("readwrite", (notes) => {
    for (const id of ids) notes.delete(id);
  });
}

export function empty() {
  return inStore("readwrite", (notes) => notes.clear());
}
