import type { Source } from '../model/source.ts';
import { ecs } from './ecs.ts';
import { other } from './other.ts';
import { security } from './security.ts';
import { sysmon } from './sysmon.ts';
import { system } from './system.ts';
import { eventXmlForm, flatForm, winlogbeat6Form, winlogForm } from './windows-event.ts';

/** Every record shape that is known, most specific first: the first that recognises a record has it. */
export const SOURCES: readonly Source[] = [
  sysmon(flatForm),
  security(flatForm),
  system(flatForm),
  sysmon(eventXmlForm),
  security(eventXmlForm),
  system(eventXmlForm),
  sysmon(winlogForm),
  security(winlogForm),
  system(winlogForm),
  sysmon(winlogbeat6Form),
  security(winlogbeat6Form),
  system(winlogbeat6Form),
  ecs,
  other,
];

/** Whether some source has the events of a log. */
export const hasSource = (provider: string | undefined, channel: string): boolean =>
  SOURCES.some(
    ({ log }) => log !== undefined && (log.provider === provider || log.channel === channel?.toLowerCase()),
  );
