import type { SettingsFields } from "@/components/rooms/settings-form";
import type { RoomSettingsView } from "@/lib/rooms";

const box = (isOn: boolean) => (isOn ? "on" : "");

/** Settings as form fields have them. */
export const fieldsOf = (settings: RoomSettingsView["settings"]): SettingsFields => ({
  name: settings.name,
  description: settings.description,
  guestsCanPresent: box(settings.guestsCanPresent),
  mutesGuests: box(settings.mutesGuests),
  startsLocked: box(settings.startsLocked),
  layout: settings.layout ?? "",
  participantLimit: settings.participantLimit?.toString() ?? "",
});

/** What was typed, as it was typed: a box that is not ticked sends nothing. */
export const typedFields = (text: Record<string, string>): SettingsFields => ({
  name: text.name ?? "",
  description: text.description ?? "",
  guestsCanPresent: text.guestsCanPresent ?? "",
  mutesGuests: text.mutesGuests ?? "",
  startsLocked: text.startsLocked ?? "",
  layout: text.layout ?? "",
  participantLimit: text.participantLimit ?? "",
});
