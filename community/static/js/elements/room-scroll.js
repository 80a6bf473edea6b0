// Where the reader is in a room. New words never move what is being read; at the end they scroll in.

const AT_END_PX = 100;
const NEAR_TOP_PX = 600;

export class RoomScroll {
  /** `top()` and `end()` are called when the reader comes near the beginning or the end of what is loaded. */
  constructor(stream, { top, end }) {
    this.stream = stream;
    this.atEnd = true;
    stream.addEventListener(
      "scroll",
      () => {
        this.atEnd = this.#distance() <= AT_END_PX;
        if (stream.scrollTop < NEAR_TOP_PX) top();
        if (this.#distance() < NEAR_TOP_PX) end(this.atEnd);
      },
      { passive: true },
    );
    // The keyboard of a phone takes half the screen: who was at the end stays there.
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(stream);
  }

  #distance() {
    return this.stream.scrollHeight - this.stream.scrollTop - this.stream.clientHeight;
  }

  /** Change the list by `work` without moving what is on screen, or stay at the end. */
  keep(work) {
    const stay = this.atEnd;
    const anchor = stay ? null : this.#anchor();
    const before = anchor?.getBoundingClientRect().top;
    work();
    if (stay) this.toEnd();
    else if (anchor?.isConnected) this.stream.scrollTop += anchor.getBoundingClientRect().top - before;
  }

  /** The first message that is on screen. */
  #anchor() {
    const top = this.stream.getBoundingClientRect().top;
    return [...this.stream.querySelectorAll("li.msg")].find((item) => item.getBoundingClientRect().bottom > top);
  }

  toEnd() {
    this.stream.scrollTop = this.stream.scrollHeight;
    this.atEnd = true;
  }

  to(element, { part = 0.3 } = {}) {
    const offset = element.getBoundingClientRect().top - this.stream.getBoundingClientRect().top;
    this.stream.scrollTop += offset - this.stream.clientHeight * part;
    this.atEnd = this.#distance() <= AT_END_PX;
  }
}
