/** What everybody's password is. */
export const PASSWORD = "correct horse battery staple";

const BOUNDARY = "----mypages-bench";

/** The sign-in form as a browser without JavaScript posts it, whole sign-in in one request. */
export class LoginForm {
  private constructor(
    private readonly port: number,
    private readonly hidden: [string, string][],
  ) {}

  /** Reads the page for what the form carries to name its action. */
  static async read(port: number): Promise<LoginForm> {
    const page = await (await fetch(`http://localhost:${port}/login`)).text();
    // Not `$ACTION_ID_…`, which is the form of the language below it.
    const inputs = page.match(/<input type="hidden" name="\$ACTION_(?!ID_)[^>]*>/g) ?? [];
    const attribute = (input: string, name: string) =>
      new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? "";
    const hidden = inputs.map((input): [string, string] => [
      attribute(input, "name"),
      attribute(input, "value").replaceAll("&quot;", '"').replaceAll("&amp;", "&"),
    ]);
    if (hidden.length === 0) throw new Error("The sign-in page has no form");
    return new LoginForm(port, hidden);
  }

  /** A person's sign-in, from a browser of their own: `n` tells them apart. */
  post(address: string, n: number): Buffer {
    const fields = [...this.hidden, ["step", "password"], ["address", address], ["password", PASSWORD]];
    const part = ([name, value]: string[]) =>
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const body = Buffer.from(`${fields.map(part).join("")}--${BOUNDARY}--\r\n`);
    const origin = `http://localhost:${this.port}`;
    const head = [
      "POST /login HTTP/1.1",
      `host: localhost:${this.port}`,
      `origin: ${origin}`,
      `x-forwarded-for: 10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
      "user-agent: bench",
      `content-type: multipart/form-data; boundary=${BOUNDARY}`,
      `content-length: ${body.length}`,
      "\r\n",
    ];
    return Buffer.concat([Buffer.from(head.join("\r\n")), body]);
  }
}
