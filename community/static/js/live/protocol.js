// The wire's constants; community/live/protocol.py is the other side.

export const SUBPROTOCOL = "community.v1";

export const CLOSE = {
  RESTART: 4012,
  BAD_FRAMES: 4400,
  SIGNED_OUT: 4401,
  ACCESS_ENDED: 4403,
  DOOR_WAITS: 4407,
  NOT_DRAINING: 4408,
  TOO_LARGE: 4413,
  FLOOD: 4429,
};

/** A WebSocket message is one frame or an array of them. */
export function framesOf(text) {
  const data = JSON.parse(text);
  return Array.isArray(data) ? data : [data];
}

/** The refusal that asks its writer to look again; with `looked` the same words are taken. */
export const ASKS = "points_to_child";

/** Refusals that only mean "later": the message keeps its place and its nonce. */
export const LATER = new Set(["flood", "slow_mode", "unavailable"]);
