import type { RawRecord, Sql } from '../model/source.ts';
import { first } from './fields.ts';

/** Where the keys of Endgame's events are found in one of the forms that they come in. */
export interface EndgameForm {
  /** Names the form: part of nothing but error messages and tests. */
  readonly name: string;
  /** BOOLEAN, never NULL. */
  recognises(raw: RawRecord): Sql;
  /** The value of a key, such as `unique_pid`, as text. */
  key(raw: RawRecord, name: string): Sql;
}

/** The sensor's own event, at the top level or below a key. */
const sensorForm = (name: string, prefix: string): EndgameForm => ({
  name,
  recognises: (raw) =>
    `(${raw.text(`${prefix}event_subtype_full`)} IS NOT NULL AND ${raw.text(`${prefix}unique_pid`)} IS NOT NULL)`,
  key: (raw, key) => raw.text(`${prefix}${key}`),
});

export const endgameFlatForm = sensorForm('flat', '');
export const endgameDataForm = sensorForm('data', 'data.');

const ECS: Readonly<Record<string, readonly string[]>> = {
  timestamp: ['@timestamp'],
  pid: ['process.pid'],
  ppid: ['process.parent.pid'],
  unique_pid: ['process.entity_id'],
  unique_ppid: ['process.parent.entity_id'],
  process_name: ['process.name'],
  process_path: ['process.executable'],
  command_line: ['process.command_line'],
  parent_process_name: ['process.parent.name'],
  parent_process_path: ['process.parent.executable'],
  md5: ['process.hash.md5'],
  sha1: ['process.hash.sha1'],
  sha256: ['process.hash.sha256'],
  original_file_name: ['process.pe.original_file_name'],
  signature_signer: ['process.code_signature.subject_name'],
  signature_status: ['process.code_signature.status'],
  exit_code: ['process.exit_code'],
  user_name: ['user.name'],
  user_domain: ['user.domain'],
  user_sid: ['user.id'],
  file_path: ['file.path'],
  registry_path: ['registry.path'],
  query_name: ['dns.question.name'],
  source_address: ['source.ip'],
  source_port: ['source.port'],
  destination_address: ['destination.ip'],
  destination_port: ['destination.port'],
  protocol: ['network.transport'],
};

/** Documents of `endgame-*` indices: the sensor's key where it is kept, else the ECS field that it became. */
export const endgameEcsForm: EndgameForm = {
  name: 'ecs',
  recognises: (raw) =>
    `(${raw.text('endgame.event_subtype_full')} IS NOT NULL OR coalesce(${raw.text('event.module')} = 'endgame', false))`,
  key: (raw, name) => first(...[`endgame.${name}`, ...(ECS[name] ?? [])].map((path) => raw.text(path))),
};
