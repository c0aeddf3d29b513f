import type { Company, Present } from "./company";
import type { ScenarioStage } from "./stage";

const Minute = 60_000;

/** One small thing that happens in a running meeting, so that a roster moves now and then without rushing. */
export function somethingHappens(company: Company, { chance, controls }: ScenarioStage): void {
  const people = company.inside();
  if (people.length === 0) return;
  const someone = chance.pick(people);
  const { conference, participant } = someone;
  controls.speak(conference, chance.pick(people).participant);
  const dice = chance.next();
  if (dice < 0.4) {
    // Somebody whom the host muted stays muted: guests here do not fight for the floor.
    if (!conference.guestsMuted)
      controls.change(conference, participant, { isClientMuted: !participant.isClientMuted });
  } else if (dice < 0.5) togglePresenting(someone, people, { controls });
  else if (dice < 0.58) {
    controls.change(conference, participant, { buzzTime: participant.buzzTime ? 0 : Date.now() / 1000 });
  }
}

function togglePresenting(
  someone: Present,
  people: Present[],
  { controls }: Pick<ScenarioStage, "controls">,
): void {
  const { conference } = someone;
  const presenter = people.find(({ participant }) => participant.isPresenting);
  if (presenter) controls.stopPresenting(conference, presenter.participant);
  else if (canPresent(someone)) controls.present(conference, someone.participant);
}

const canPresent = ({ participant }: Present) => participant.legs.some((leg) => leg.streams.length > 1);

/** Somebody leaves, but never the last host. */
export function someoneLeaves(company: Company, { chance }: ScenarioStage): void {
  const people = company.inside();
  const hosts = people.filter(({ participant }) => participant.role === "chair");
  const free = people.filter(({ person }) => !person.isHost || hosts.length > 1);
  if (free.length > 0) company.hangUp(chance.pick(free), chance.between(1, 4) * Minute);
}

/** Callers in the lobby do not wait for ever. */
export function impatientLeave(company: Company): void {
  for (const one of company.waiting()) if (one.waitsUntil <= Date.now()) company.hangUp(one, 3 * Minute);
}
