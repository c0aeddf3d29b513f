import { createPrivateKey, X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { unseal } from "../crypto";
import { newSpKey, spKeyPlace } from "./sp-key";

test("a service provider's certificate belongs to its sealed key", async () => {
  const { spKeySealed, spCertificate } = await newSpKey("one", "portal.example");
  const certificate = new X509Certificate(spCertificate);
  expect(certificate.checkPrivateKey(createPrivateKey(unseal(spKeySealed, spKeyPlace("one"))))).toBe(true);
  expect(certificate.subject).toBe("CN=portal.example");
  expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
  expect(() => unseal(spKeySealed, spKeyPlace("another"))).toThrow();
});
