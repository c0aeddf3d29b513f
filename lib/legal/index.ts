export {
  acceptTexts,
  type LegalTexts,
  legalTexts,
  type OfferingPartner,
  offeringPartner,
  type ShownText,
} from "./applicable";
export { type Block, type Inline, parseText } from "./markdown";
export {
  newLegalText,
  publishDefaultTexts,
  publishPartnerText,
  setLegalSource,
  sourceInput,
} from "./publish";
