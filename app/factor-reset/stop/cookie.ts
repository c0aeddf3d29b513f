/** Holds the token of a mailed link for the page behind it, and is sent to no other. */
export const STOP_COOKIE = "mypages.stop";
export const STOP_PATH = "/factor-reset/stop";
