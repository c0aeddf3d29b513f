import { expect, it } from "vitest";
import { wordOf } from "./report";

it("tells words of ours from values, which are shown as they are", () => {
  expect(wordOf("not of this identity provider")).toEqual({
    word: "not of this identity provider",
    element: "",
  });
  expect(wordOf("with more than one Issuer")).toEqual({ word: "with more than one", element: "Issuer" });
  expect(wordOf("without EncryptedData")).toEqual({ word: "without", element: "EncryptedData" });
  for (const value of ["https://idp.example/metadata", "", "constructor", "urn:oasis:names:tc:SAML:2.0:x"])
    expect(wordOf(value)).toBeNull();
});
