export {
  acceptTexts,
  type LegalTexts,
  legalTexts,
  type OfferingPartner,
  offeringPartner,
  type ShownText,
} from "./applicable";
export { areInForce, consentInput, owesConsent, type ShownTexts } from "./consent";
export { type Block, type Inline, parseText } from "./markdown";
export {
  newLegalText,
  publishDefaultTexts,
  publishPartnerText,
  setLegalSource,
  sourceInput,
} from "./publish";
