import type { CallerKind } from "../calls/facts";
import type { Encryption } from "../engine/model";
import type { Chance } from "../random";

/** Somebody who calls rooms in the demonstration, always from the same place. */
export interface Person {
  displayName: string;
  kind: CallerKind;
  /** False for callers who know the guest PIN only. */
  isHost: boolean;
  isRegistered: boolean;
  encryption: Encryption;
  remoteAlias?: string;
  vendor?: string;
}

const colleagues = [
  ["Anna Berg", "anna.berg"],
  ["Kari Nordmann", "kari.nordmann"],
  ["佐藤 花子", "hanako.sato"],
  ["Marek Nowak", "marek.nowak"],
  ["Lucía Fernández", "lucia.fernandez"],
  ["鈴木 一郎", "ichiro.suzuki"],
  ["Thomas Keller", "thomas.keller"],
  ["Priya Raman", "priya.raman"],
] as const;

const roomSystems = [
  ["Oslo Boardroom", "boardroom.oslo"],
  ["Meeting Room Fjord", "fjord"],
  ["東京 会議室A", "tokyo.room-a"],
  ["Huddle Room 3", "huddle3"],
] as const;

const browserGuests = [
  "Jonas Weber",
  "Emma Lindqvist",
  "田中 美咲",
  "Olivier Dubois",
  "Sofia Rossi",
  "高橋 健太",
  "Nils Aalto",
  "Grace Okafor",
  "Henrik Dahl",
  "Mei Tanaka",
];

const visitors = [
  ["Contoso Reception", "sip:reception@contoso.example", "Off"],
  ["Northwind Room 12", "sip:room12@northwind.example", "On"],
  ["Fabrikam Training", "sip:training@fabrikam.example", "Off"],
] as const;

const skypeUsers = [
  ["Peter Hoffmann", "sip:peter.hoffmann@contoso.example"],
  ["渡辺 直樹", "sip:naoki.watanabe@northwind.example"],
] as const;

const phones = ["+4721000123", "+4799900456", "+81355500178", "+46850100234", "+498912000567"];

/** Everybody who may call the rooms of one organization. The first few are hosts, in room systems and on softclients. */
export function castOf(domain: string, chance: Chance): Person[] {
  const registered = (
    [displayName, local]: readonly [string, string],
    isHost: boolean,
    vendor: string,
  ): Person => ({
    displayName,
    kind: "SIP",
    isHost,
    isRegistered: true,
    encryption: "On",
    remoteAlias: `sip:${local}@${domain}`,
    vendor,
  });
  const hosts = [
    ...roomSystems.slice(0, 2).map((one) => registered(one, true, "Room system (SIP)")),
    ...colleagues.slice(0, 2).map((one) => registered(one, true, "Desktop softclient (SIP)")),
  ];
  const guests: Person[] = [
    ...roomSystems.slice(2).map((one) => registered(one, false, "Room system (SIP)")),
    ...colleagues.slice(2).map((one) => registered(one, false, "Desktop softclient (SIP)")),
    ...browserGuests.map((displayName) => browser(displayName)),
    ...visitors.map(([displayName, remoteAlias, encryption]) =>
      offNet(displayName, "SIP", remoteAlias, encryption),
    ),
    offNet("Adatum Auditorium", "H323", "h323:auditorium@adatum.example", "Off"),
    offNet("Litware Lab", "H323", "h323:lab@litware.example", "On"),
    ...skypeUsers.map(([displayName, remoteAlias]) => offNet(displayName, "MSSIP", remoteAlias, "On")),
    ...phones.map((number) => offNet(number, "PSTN", `sip:${number}@pstn.example`, "Off")),
  ];
  return [...hosts, ...chance.shuffled(guests)];
}

const browser = (displayName: string): Person => ({
  displayName,
  kind: "WebRTC",
  isHost: false,
  isRegistered: false,
  encryption: "On",
});

const offNet = (
  displayName: string,
  kind: CallerKind,
  remoteAlias: string,
  encryption: Encryption,
): Person => ({
  displayName,
  kind,
  isHost: false,
  isRegistered: false,
  encryption,
  remoteAlias,
});

/** The video domain of a room's organization, taken from its alias: `host.acme` belongs to `acme.vc.example`. */
export function domainOf(alias: string): string {
  const at = alias.indexOf("@");
  if (at >= 0) return alias.slice(at + 1);
  const organization = alias.split(".").at(-1) ?? alias;
  return `${organization}.vc.example`;
}
