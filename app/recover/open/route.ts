import { openMailLink } from "@/app/_server/mail-link";

/** Where the link of a recovery mail leads. */
export const GET = (request: Request): Promise<Response> => openMailLink(request, "recover", "/recover/new");
