export type { CertificateFault, IdpCertificate } from "./certificates";
export { type Configurer, commandLine, configurerOf } from "./configurer";
export type { DomainProblem } from "./domain-name";
export { lookUpDomains, MISSING_DAYS_MAX } from "./domain-upkeep";
export {
  type Claimed,
  checkDomain,
  claimDomain,
  removeDomain,
  type Verified,
  vouchForDomain,
} from "./domains";
export { decodeMetadata } from "./fetch-metadata";
export {
  type IdpReading,
  METADATA_BYTES_MAX,
  type MetadataNotice,
  type MetadataProblem,
  type PlainIdp,
  plainIdp,
} from "./metadata";
export {
  type MetadataSource,
  type Preview,
  previewIdp,
  removeIdp,
  type SourceProblem,
  saveIdp,
} from "./provider";
export { changeRule, type RuleChange, type RuleChanged, type RuleRefusal } from "./rules";
export {
  type ClaimedDomain,
  daysLeft,
  getSignInSettings,
  type PeopleCounts,
  type ServiceProvider,
  type SignInSettings,
  type SsoStage,
} from "./settings";
export { getTestOutcome, type TestOutcome } from "./test-report";
export { refreshMetadata, warnOfCertificates } from "./upkeep";
