import type { Source } from '../model/source.ts';
import { crowdstrike } from './crowdstrike.ts';
import { falconForm, replicatorForm } from './crowdstrike-forms.ts';
import { defender } from './defender.ts';
import { huntingForm, m365Form, sensorForm, streamingForm } from './defender-forms.ts';
import { ecs } from './ecs.ts';
import { endgame } from './endgame.ts';
import { endgameDataForm, endgameEcsForm, endgameFlatForm } from './endgame-forms.ts';
import { other } from './other.ts';
import { security } from './security.ts';
import { sentinelOne } from './sentinel-one.ts';
import { elasticForm, funnelForm } from './sentinel-one-forms.ts';
import { sysmon } from './sysmon.ts';
import { system } from './system.ts';
import { flatForm, winlogbeat6Form, winlogForm } from './windows-event.ts';

/** Every record shape that is known, most specific first: the first that recognises a record has it. */
export const SOURCES: readonly Source[] = [
  sysmon(flatForm),
  security(flatForm),
  system(flatForm),
  sysmon(winlogForm),
  security(winlogForm),
  system(winlogForm),
  sysmon(winlogbeat6Form),
  security(winlogbeat6Form),
  system(winlogbeat6Form),
  crowdstrike(replicatorForm),
  sentinelOne(funnelForm),
  defender(streamingForm),
  defender(huntingForm),
  defender(sensorForm),
  endgame(endgameFlatForm),
  endgame(endgameDataForm),
  endgame(endgameEcsForm),
  crowdstrike(falconForm),
  sentinelOne(elasticForm),
  defender(m365Form),
  ecs,
  other,
];
