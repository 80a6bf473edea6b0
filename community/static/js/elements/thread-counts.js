// How many replies each message of a room began. The server says it with the messages it brings; news is counted here.

export class ThreadCounts {
  #counts = new Map(); // what began a thread → how many replies
  #heard = new Map(); // replies that came as news: {rev, deleted}

  constructor(timeline, threads) {
    this.timeline = timeline;
    this.take(threads);
  }

  of(id) {
    return this.#counts.get(id) ?? 0;
  }

  /** `page`: messages that are told of whole; one that is not named began no thread. */
  take(threads, page = []) {
    for (const { id } of page) this.#counts.delete(id);
    for (const [root, count] of Object.entries(threads)) this.#counts.set(root, count);
  }

  forget() {
    this.#counts.clear();
  }

  /** A reply was said, changed or deleted: whatever was known of it tells which. A repeat counts nothing. */
  news({ message, root }) {
    const { id, rev, seq, deleted } = message;
    const known = this.#heard.get(id) ?? this.timeline.get(id);
    if (known && rev <= known.rev) return;
    const counted = known ? !known.deleted : seq !== rev && !deleted;
    this.#heard.set(id, { rev, deleted });
    this.#counts.set(root, Math.max(0, this.of(root) + Number(!deleted) - Number(counted)));
  }
}
