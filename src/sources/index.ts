import type { Source } from '../model/source.ts';
import { crowdstrike } from './crowdstrike.ts';
import { falconForm, replicatorForm } from './crowdstrike-forms.ts';
import { crowdstrikeTables } from './crowdstrike-tables.ts';
import { defender } from './defender.ts';
import { huntingForm, m365Form, sensorForm, streamingForm } from './defender-forms.ts';
import { ecs, endpoint } from './ecs.ts';
import { endgame } from './endgame.ts';
import { endgameDataForm, endgameEcsForm, endgameFlatForm } from './endgame-forms.ts';
import { other } from './other.ts';
import { security } from './security.ts';
import { sentinelOne } from './sentinel-one.ts';
import { elasticForm, funnelForm } from './sentinel-one-forms.ts';
import { sysmon } from './sysmon.ts';
import { system } from './system.ts';
import {
  eventXmlForm,
  evtxDumpForm,
  flatForm,
  type WindowsEventForm,
  winlogbeat6Form,
  winlogForm,
} from './windows-event.ts';

const windows = (form: WindowsEventForm): Source[] => [sysmon(form), security(form), system(form)];

/**
 * Every record shape that is known: the first that recognises a record has it. No two of them recognise the same record
 * but `ecs`, which comes after every vendor's documents; so the most common come first, since a uniform file is asked
 * only for what the shapes up to its own need.
 */
export const SOURCES: readonly Source[] = [
  ...windows(flatForm),
  ...windows(eventXmlForm),
  endpoint,
  ...windows(winlogForm),
  ...windows(winlogbeat6Form),
  crowdstrike(replicatorForm),
  sentinelOne(funnelForm),
  defender(streamingForm),
  defender(huntingForm),
  defender(sensorForm),
  endgame(endgameFlatForm),
  endgame(endgameDataForm),
  crowdstrike(falconForm),
  sentinelOne(elasticForm),
  defender(m365Form),
  endgame(endgameEcsForm),
  ecs,
  // Last, since its `Event` beside the others' `event` keeps the database from its fastest way to read.
  ...windows(evtxDumpForm),
  crowdstrikeTables,
  other,
];

/** Whether some source has the events of a log. */
export const hasSource = (provider: string | undefined, channel: string): boolean =>
  SOURCES.some(
    ({ log }) => log !== undefined && (log.provider === provider || log.channel === channel?.toLowerCase()),
  );
