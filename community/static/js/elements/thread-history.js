// A thread that covers the room is a place of its own on a phone: the phone's way back closes it.

const OPEN = "thread";

export class ThreadHistory {
  constructor(close) {
    addEventListener("popstate", () => this.on || close()); // back was gone, by the phone
  }

  /** Does where we are belong to an open thread? */
  get on() {
    return history.state?.open === OPEN;
  }

  opened() {
    if (!this.on) history.pushState({ ...history.state, open: OPEN }, "");
  }

  /** Closed by a button or a key: the step there is taken back, so that the next way back leads out of the room. */
  closed() {
    if (this.on) history.back();
  }
}
