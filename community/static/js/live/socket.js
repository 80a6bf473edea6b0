// One socket a tab, shared by everything on the page. It reconnects by itself; what is said on it is the callers'.

import { CLOSE, SUBPROTOCOL, framesOf } from "./protocol.js";

const SILENCE_MS = 35_000; // the server says something at least every 15 s to a room; a ping fills in elsewhere
const PING_MS = 20_000;
const PROBE_MS = 4_000; // after the network or the reader came back: an open socket that says nothing is a dead one
const OPENING_MS = 15_000; // a handshake that takes longer is tried again
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

export class LiveSocket extends EventTarget {
  #socket = null;
  #tries = 0;
  #timer = 0;
  #heardAt = 0;
  #startedAt = 0;
  #ended = false;

  /** Events: "frame:<type>" with the frame as detail, "up" after a welcome, "down", "ended" with the close code. */
  constructor(url) {
    super();
    this.url = url;
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.#lose());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.hurry());
    setInterval(() => this.#watch(), 5_000);
    this.#connect();
  }

  get up() {
    return this.#socket?.readyState === WebSocket.OPEN && this.#heardAt > 0;
  }

  /** True when it went out; callers keep what must not be lost. */
  send(frame) {
    if (!this.up) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  on(type, handler) {
    const listener = (event) => handler(event.detail);
    this.addEventListener(type, listener);
    return () => this.removeEventListener(type, listener);
  }

  /** Try now: the network came back, or somebody looks. */
  hurry() {
    if (this.#ended) return;
    if (this.up) return void this.#probe();
    clearTimeout(this.#timer);
    if (!this.#socket || this.#socket.readyState > WebSocket.OPEN) this.#connect();
  }

  #connect() {
    this.#heardAt = 0;
    this.#startedAt = Date.now();
    const socket = new WebSocket(this.url, SUBPROTOCOL);
    this.#socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ type: "ping", at: Date.now(), batch: true }));
    socket.onmessage = (event) => this.#hear(socket, event.data);
    socket.onclose = (event) => this.#closed(socket, event);
  }

  #hear(socket, data) {
    if (socket !== this.#socket) return;
    this.#heardAt = Date.now();
    for (const frame of framesOf(data)) {
      if (frame.type === "welcome") {
        this.#tries = 0;
        this.welcome = frame;
        this.#tell("up", frame);
      }
      this.#tell(`frame:${frame.type}`, frame);
    }
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #closed(socket, event) {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.#heardAt = 0;
    this.#tell("down", event.code);
    if ([CLOSE.SIGNED_OUT, CLOSE.ACCESS_ENDED, CLOSE.DOOR_WAITS, CLOSE.BAD_FRAMES].includes(event.code)) {
      this.#ended = event.code !== CLOSE.SIGNED_OUT;
      this.#tell("ended", event.code);
    }
    if (!this.#ended) this.#timer = setTimeout(() => this.#connect(), this.#wait(event));
  }

  /** Full jitter, so that a thousand tabs do not come back in the same second. */
  #wait(event) {
    if (event.code === CLOSE.RESTART) return 500 + Math.random() * 4_500;
    if (event.code === CLOSE.FLOOD) return (Number(event.reason) || 30) * 1_000;
    if (event.code === CLOSE.SIGNED_OUT) return LONGEST_WAIT_MS;
    this.#tries += 1;
    return FIRST_WAIT_MS / 2 + Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries);
  }

  #watch() {
    const silent = Date.now() - (this.#heardAt || this.#startedAt);
    if (silent > (this.up ? SILENCE_MS : OPENING_MS)) this.#lose();
    else if (silent > PING_MS) this.send({ type: "ping", at: Date.now() });
  }

  #probe() {
    const socket = this.#socket;
    const before = this.#heardAt;
    this.send({ type: "ping", at: Date.now() });
    setTimeout(() => socket === this.#socket && this.#heardAt === before && this.#lose(), PROBE_MS);
  }

  /** A dead network never answers the closing handshake: nobody waits for it. */
  #lose() {
    const socket = this.#socket;
    if (!socket) return;
    socket.close();
    this.#closed(socket, { code: 1006 });
  }
}
