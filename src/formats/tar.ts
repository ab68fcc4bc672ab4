import type { Damage } from './byte-source.ts';
import { type Format, openBytes } from './format.ts';
import { bombReason, type Limits } from './limits.ts';
import { nameFault, printable } from './member-name.ts';
import { nested } from './nested.ts';
import { type TarMember, tarMembers } from './tar-members.ts';

const MAGIC_OFFSET = 257;

export const tar: Format = {
  name: 'tar',
  isContainer: true,
  recognises: ({ raw }) => raw.toString('latin1', MAGIC_OFFSET, MAGIC_OFFSET + 5) === 'ustar',
  async *read(file, session) {
    let damage: Damage | undefined;
    const source = openBytes(file, session.limits);
    for await (const member of tarMembers(source, (found) => {
      damage = found;
    })) {
      if (member.type === 'directory') continue;
      const path = `${file.path}!${printable(member.name)}`;
      const reason = memberFault(member);
      if (reason !== undefined) yield { kind: 'skipped', path, reason, bytes: member.bytes };
      else yield* nested({ ...member, path, wrapping: ` in tar${file.wrapping}` }, file, session);
    }
    if (damage === undefined) return;
    yield {
      kind: 'skipped',
      path: file.path,
      reason: archiveFault(damage, session.limits),
      bytes: file.bytes,
    };
  },
};

function memberFault({ name, type }: TarMember): string | undefined {
  return nameFault(name) ?? (type === 'file' ? undefined : type);
}

function archiveFault({ reason, detail }: Damage, limits: Limits): string {
  return reason === 'bomb' ? bombReason(limits) : `damaged tar: ${reason} (${detail})`;
}
