"use client";

import { setNonce } from "get-nonce";

/** Hands the page's nonce to the scroll lock of dialogs and menus, which inserts a style of its own. */
export function StyleNonce({ nonce }: { nonce: string }) {
  setNonce(nonce);
  return null;
}
