import type { Chance } from "../random";
import { unixNow } from "../time";
import type { Engine, Found } from "./engine";
import type { StreamWindow } from "./events";
import { isInside, type Leg, type MediaStream, type Quality } from "./model";

const packetsPerSecond = { audio: 50, video: 110, presentation: 60 } as const;

/** Quality class of a window by the share of packets lost (reference: Pexip media statistics). */
export function classOf(lossPercent: number): Quality {
  if (lossPercent < 1) return 1;
  if (lossPercent < 3) return 2;
  return lossPercent < 10 ? 3 : 4;
}

/** The commonest class of the latest three windows; of equally common ones the worse. */
export function liveQuality(recent: readonly Quality[]): Quality {
  const latest = recent.slice(-3);
  let best: Quality = 0;
  let times = 0;
  for (const quality of latest) {
    const count = latest.filter((one) => one === quality).length;
    if (count > times || (count === times && quality > best)) [best, times] = [quality, count];
  }
  return best;
}

/** Measures every media leg once a window, with invented but coherent figures. */
export class QualityMeter {
  private readonly timer: NodeJS.Timeout | null;
  /** Legs with a poor line: a few are, and stay so. */
  private readonly lossOf = new WeakMap<Leg, number>();

  constructor(
    private readonly engine: Engine,
    private readonly chance: Chance,
    private readonly windowMs: number,
  ) {
    this.timer = windowMs > 0 ? setInterval(() => this.measure(), windowMs).unref() : null;
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }

  private measure(): void {
    for (const found of this.engine.allLegs()) {
      if (found.leg.hasMedia && isInside(found.participant)) this.measureLeg(found);
    }
  }

  private measureLeg({ conference, participant, leg }: Found): void {
    const usual = this.lossOf.get(leg) ?? this.usualLoss(leg);
    // Most windows are near the line's usual loss; a spike now and then makes the classes change.
    const loss =
      usual * (0.5 + this.chance.next()) + (this.chance.happens(0.04) ? this.chance.next() * 12 : 0);
    const windows = leg.streams.map((stream) => this.passWindow(stream, participant.isStreaming ? 0 : loss));
    const was = leg.quality;
    const measured = participant.isStreaming ? 1 : classOf(loss);
    leg.qualityCounts[measured] += 1;
    leg.recentQuality = [...leg.recentQuality, measured].slice(-10);
    leg.quality = liveQuality(leg.recentQuality);
    if (was === leg.quality) return;
    const windowSeconds = this.windowMs / 1000;
    this.engine.bus.emit({
      type: "quality_changed",
      time: unixNow(),
      conference,
      participant,
      leg,
      was,
      windowSeconds,
      windows,
    });
  }

  private usualLoss(leg: Leg): number {
    const loss = this.chance.happens(0.15) ? 1 + this.chance.next() * 5 : this.chance.next() * 0.6;
    this.lossOf.set(leg, loss);
    return loss;
  }

  private passWindow(stream: MediaStream, lossPercent: number): StreamWindow {
    const sent = Math.round((packetsPerSecond[stream.kind] * this.windowMs) / 1000);
    const rxSent = stream.rxBitrate === 0 ? 0 : sent;
    const rxLost = Math.round((rxSent * lossPercent) / 100);
    const txLost = Math.round((sent * lossPercent * 0.6) / 100);
    stream.rxPackets += rxSent - rxLost;
    stream.rxLost += rxLost;
    stream.txPackets += sent;
    stream.txLost += txLost;
    stream.rxWindowLoss = Math.round(lossPercent * 100) / 100;
    stream.txWindowLoss = Math.round(lossPercent * 60) / 100;
    stream.rxJitter = Math.round((3 + lossPercent * 4 + this.chance.next() * 5) * 10) / 10;
    stream.txJitter = Math.round((2 + lossPercent * 3 + this.chance.next() * 4) * 10) / 10;
    return {
      streamId: stream.id,
      kind: stream.kind,
      rxPackets: rxSent - rxLost,
      rxLost,
      txPackets: sent,
      txLost,
    };
  }
}
