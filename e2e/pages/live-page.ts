import type { Locator, Page } from "playwright/test";

/** What a host does on /rooms/{alias}/live. */
export class LivePage {
  constructor(readonly page: Page) {}

  static async open(page: Page, alias: string, origin = ""): Promise<LivePage> {
    await page.goto(`${origin}/rooms/${alias}/live`);
    return new LivePage(page);
  }

  /** One person's line. */
  row(name: string): Locator {
    return this.page.getByRole("listitem").filter({ has: this.page.getByText(name, { exact: true }) });
  }

  group(name: string): Locator {
    return this.page.getByRole("region", { name: new RegExp(`^${name}`) });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("main").getByRole("button", { name, exact: typeof name === "string" });
  }

  dialog(): Locator {
    return this.page.getByRole("alertdialog").or(this.page.getByRole("dialog"));
  }
}
