// What a member has written and not sent yet, kept on this device until it is. Two tables: messages, and drafts of
// forms. Everything is wiped when somebody signs out or their access ends.

const NAME = "community";
const PATIENCE_MS = 1_500; // nothing on the page may wait longer for what is kept

let opening = null;
let sealed = false;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("outbox", { keyPath: "nonce" });
      request.result.createObjectStore("drafts");
      request.result.createObjectStore("facts");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

function late() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("The browser keeps nothing just now.")), PATIENCE_MS));
}

/** One operation on one table. Where the browser keeps nothing (private windows), it resolves with nothing. */
async function on(table, mode, work) {
  try {
    const database = await Promise.race([open(), late()]);
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(table, mode);
      const request = work(transaction.objectStore(table));
      if (mode === "readwrite") transaction.commit(); // a page that is being closed cannot do it later
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = () => reject(transaction.error);
    });
  } catch {
    return undefined;
  }
}

export const kept = {
  all: async (table) => (await on(table, "readonly", (store) => store.getAll())) ?? [],
  get: (table, key) => on(table, "readonly", (store) => store.get(key)),
  put: (table, value, key) => !sealed && on(table, "readwrite", (store) => (key === undefined ? store.put(value) : store.put(value, key))),
  drop: (table, key) => on(table, "readwrite", (store) => store.delete(key)),
};

/** For a page that is about to be left for good: what it keeps on its way out would outlive the wiping. */
export async function wipeForGood() {
  sealed = true;
  await wipe();
}

async function wipe() {
  for (const table of ["outbox", "drafts", "facts"]) await on(table, "readwrite", (store) => store.clear());
}

/** Another member on the same device starts with nothing of the one before. */
export async function belongTo(member) {
  const before = await kept.get("facts", "member");
  if (before !== undefined && before !== member) await wipe();
  await kept.put("facts", member, "member");
}
