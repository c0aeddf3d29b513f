import { AsyncLocalStorage } from "node:async_hooks";

type Context = { requestId: string };

// On globalThis because the same process loads this module twice: bundled by Next, and by the portal's server.
const home = globalThis as { __mypagesContext?: AsyncLocalStorage<Context> };
home.__mypagesContext ??= new AsyncLocalStorage<Context>();

/** Which request the code at hand works for. The portal's server opens it; the log reads it. */
export const requestContext = home.__mypagesContext;
