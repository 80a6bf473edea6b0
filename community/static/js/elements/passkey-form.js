// A form that is sent with a passkey in it: the device is asked first, by finger, face or its own code.
// data-passkey says what for: "create" (with data-options), or "get" (with data-options, or data-from: where they are).

import { ask, find } from "../lib/dom.js";
import { toBytes, toText } from "../lib/base64url.js";

const CANCELLED = "Nothing happened: it was cancelled, or took too long. You can try again.";
const KNOWN = "This device has a passkey for you already.";
const FAILED = "That did not work on this device. Please use another way.";
const SENTENCES = { NotAllowedError: CANCELLED, AbortError: CANCELLED, InvalidStateError: KNOWN };

export class PasskeyForm {
  #form;

  constructor(form) {
    this.#form = form;
    if (!window.PublicKeyCredential) return;
    form.hidden = false;
    form.addEventListener("submit", (event) => this.#begin(event));
  }

  async #begin(event) {
    event.preventDefault();
    const button = find("button[type=submit]", this.#form);
    button.disabled = true;
    this.#say("");
    try {
      const made = this.#form.dataset.passkey === "create" ? await this.#create() : await this.#get();
      find("[name=credential]", this.#form).value = JSON.stringify(made);
      this.#form.submit();
    } catch (error) {
      this.#say(SENTENCES[error.name] ?? FAILED);
      button.disabled = false;
    }
  }

  async #create() {
    const { publicKey } = JSON.parse(this.#form.dataset.options);
    const made = await navigator.credentials.create({ publicKey: withBytes(publicKey) });
    return asJson(made, ["clientDataJSON", "attestationObject"], { transports: made.response.getTransports?.() ?? [] });
  }

  async #get() {
    const { publicKey } = await this.#options();
    const found = await navigator.credentials.get({ publicKey: withBytes(publicKey) });
    return asJson(found, ["clientDataJSON", "authenticatorData", "signature", "userHandle"]);
  }

  async #options() {
    const { options, from } = this.#form.dataset;
    if (options) return JSON.parse(options);
    const answer = await ask(from, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`The server said ${answer.status}`);
    return (await answer.json()).request_options;
  }

  #say(words) {
    const place = find("[data-problem]", this.#form);
    place.textContent = words;
    place.hidden = !words;
  }
}

/** What the server said, with the parts that must be bytes made into bytes. */
function withBytes(given) {
  const described = (one) => ({ ...one, id: toBytes(one.id) });
  const made = { ...given, challenge: toBytes(given.challenge) };
  if (given.user) made.user = described(given.user);
  if (given.excludeCredentials) made.excludeCredentials = given.excludeCredentials.map(described);
  if (given.allowCredentials) made.allowCredentials = given.allowCredentials.map(described);
  return made;
}

function asJson(credential, names, more = {}) {
  const response = { ...more };
  for (const name of names) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}
