import { expect, type Page } from "playwright/test";

/** What a person does on /login. Roles and labels only, so it checks accessibility on the way. */
export class LoginPage {
  constructor(private readonly page: Page) {}

  static async open(page: Page): Promise<LoginPage> {
    await page.goto("/login");
    return new LoginPage(page);
  }

  get address() {
    return this.page.getByLabel("Email or video address");
  }

  get problem() {
    return this.page.getByRole("main").getByRole("alert");
  }

  async enterAddress(address: string): Promise<void> {
    await this.address.fill(address);
    await this.page.getByRole("button", { name: "Next" }).click();
  }

  async enterPassword(password: string): Promise<void> {
    await this.page.getByLabel("Password", { exact: true }).fill(password);
    await this.page.getByRole("button", { name: "Log in" }).click();
  }

  /** Waits for the answer to a try that was refused: until then the form is busy. */
  async untilAnswered(): Promise<void> {
    await expect(this.page.getByRole("button", { name: "Log in" })).toBeEnabled();
    await expect(this.page.getByLabel("Password", { exact: true })).toHaveValue("");
  }

  async signIn(address: string, password: string, options: { keep?: boolean } = {}): Promise<void> {
    await this.enterAddress(address);
    await expect(this.page.getByLabel("Password", { exact: true })).toBeVisible();
    if (options.keep) await this.page.getByLabel("Keep me logged in").check();
    await this.enterPassword(password);
  }
}
