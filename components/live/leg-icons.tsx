import { Blocks, Globe, MessagesSquare, Monitor, Phone, Radio, Video } from "lucide-react";
import type { LegKind } from "@/lib/live/types";

export const kindIcons: Record<LegKind, typeof Phone> = {
  device: Monitor,
  sip_h323: Video,
  skype: MessagesSquare,
  browser: Globe,
  telephone: Phone,
  gateway: Blocks,
  stream: Radio,
};
