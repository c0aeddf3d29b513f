import { openMailLink } from "@/app/_server/mail-link";

/** Where the link of an activation mail leads. */
export const GET = (request: Request): Promise<Response> => openMailLink(request, "activate", "/activate");
