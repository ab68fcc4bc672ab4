import type { Source } from '../model/source.ts';
import { ecs } from './ecs.ts';
import { other } from './other.ts';
import { security } from './security.ts';
import { sysmon } from './sysmon.ts';
import { eventXmlForm, flatForm, winlogbeat6Form, winlogForm } from './windows-event.ts';

/** Every record shape that is known, most specific first: the first that recognises a record has it. */
export const SOURCES: readonly Source[] = [
  sysmon(flatForm),
  security(flatForm),
  sysmon(eventXmlForm),
  security(eventXmlForm),
  sysmon(winlogForm),
  security(winlogForm),
  sysmon(winlogbeat6Form),
  security(winlogbeat6Form),
  ecs,
  other,
];
