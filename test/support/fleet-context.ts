import type { TreeExcerpt } from '../../src/model/tree-excerpt.ts';
import type { TriageContext } from '../../src/model/triage-context.ts';

/** What triage might have found around the alerts of a made-up excerpt: as much as it tells at most. */
export function fleetContext({ nodes, alerts }: TreeExcerpt): TriageContext {
  const chain = new Set(
    alerts.flatMap(({ process, ancestry }) => [
      process?.entity_id,
      ...ancestry.map(({ entity_id }) => entity_id),
    ]),
  );
  const seen = (processes: number) => ({ processes, hosts: 1 + (processes % 3), users: 2, days: 1 });
  const rules = new Map(alerts.map(({ rule }) => [`${rule.id}@${rule.version}`, rule] as const));
  return {
    images: nodes.flatMap(({ entity_id, name }, node) =>
      chain.has(entity_id)
        ? [
            {
              node,
              at_home: name === 'upd.exe' ? false : name === 'git.exe' ? null : true,
              original_file_name: name === 'upd.exe' ? 'PowerShell.EXE' : name,
              path: seen((node * 37) % 5000),
              hash: seen((node * 17) % 3000),
            },
          ]
        : [],
    ),
    alerts: alerts.slice(0, 200).map(({ time }, alert) => ({
      alert,
      services:
        alert % 10 === 0
          ? [{ time: null, name: `svc${alert}`, image: `C:\\x\\svc${alert}.exe`, account: 'LocalSystem' }]
          : [],
      logons: Array.from({ length: 12 }, (_, index) => ({
        time: Date.parse(time) * 1000 - index * 97_000_000,
        code: '4624',
        action: 'logged-in',
        type: 'Network',
        user: ['ana', 'svc_build'][index % 2] as string,
        domain: 'HALVARD',
        address: `10.4.${alert % 7}.${index}`,
        workstation: null,
        logon_id: `0x${(alert * 4099 + index * 257).toString(16)}`,
        own: index === 0,
      })),
    })),
    responses: [...rules.values()].map(({ id, version }) => ({
      rule: id,
      version,
      text: 'What to do:\n\n- Isolate the host.\n- Take a memory image.\n1. Change passwords.',
    })),
  };
}
