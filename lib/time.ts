/** Durations in milliseconds: `15 * Minute.ms`. */
export const Second = { ms: 1000 };
export const Minute = { ms: 60 * Second.ms };
export const Hour = { ms: 60 * Minute.ms };
export const Day = { ms: 24 * Hour.ms };
