import type { CDPSession, Page } from "playwright/test";

/** A security key of the browser's own, which answers at once (WebAuthn Level 3, 11: automation). */
export class VirtualAuthenticator {
  private constructor(
    private readonly client: CDPSession,
    private readonly authenticatorId: string,
  ) {}

  static async plugIn(page: Page): Promise<VirtualAuthenticator> {
    const client = await page.context().newCDPSession(page);
    await client.send("WebAuthn.enable");
    const { authenticatorId } = await client.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "usb",
        hasUserVerification: false,
        automaticPresenceSimulation: true,
      },
    });
    return new VirtualAuthenticator(client, authenticatorId);
  }

  /** Whether its owner touches it when it blinks. Somebody who does not has to cancel, or wait. */
  async setTouched(enabled: boolean): Promise<void> {
    const { authenticatorId } = this;
    await this.client.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
  }

  async setCounter(credentialId: string, signCount: number): Promise<void> {
    const { authenticatorId } = this;
    const { credentials } = await this.client.send("WebAuthn.getCredentials", { authenticatorId });
    const id = Buffer.from(credentialId, "base64url").toString("base64");
    const credential = credentials.find((one) => one.credentialId === id);
    if (!credential) throw new Error("no such credential");
    await this.client.send("WebAuthn.removeCredential", { authenticatorId, credentialId: id });
    await this.client.send("WebAuthn.addCredential", {
      authenticatorId,
      credential: { ...credential, signCount },
    });
  }

  async unplug(): Promise<void> {
    const { authenticatorId } = this;
    await this.client.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
  }
}
