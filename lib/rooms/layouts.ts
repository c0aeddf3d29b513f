/**
 * Layouts that a room can have, by the bridge's names (reference: Pexip external policy, `view`). The interface has words
 * for each (`rooms.settings.layouts` in the catalogue).
 */
export const roomLayouts = [
  "one_main_zero_pips",
  "one_main_seven_pips",
  "one_main_twentyone_pips",
  "two_mains_twentyone_pips",
  "one_main_thirtythree_pips",
  "four_mains_zero_pips",
  "nine_mains_zero_pips",
  "sixteen_mains_zero_pips",
  "twentyfive_mains_zero_pips",
  "five_mains_seven_pips",
] as const;
export type RoomLayout = (typeof roomLayouts)[number];
