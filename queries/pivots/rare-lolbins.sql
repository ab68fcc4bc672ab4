-- title: Programs of Windows that attackers live off, by rarity
-- description: Starts of such programs, counted by program and parent, rarest first, with one command line of each.
-- param host text = NULL: only hosts like this name; % stands for anything
WITH lolbins AS (
  SELECT unnest(['at.exe', 'bitsadmin.exe', 'certutil.exe', 'cmstp.exe', 'cscript.exe', 'csc.exe', 'curl.exe', 'esentutl.exe',
    'forfiles.exe', 'hh.exe', 'installutil.exe', 'msbuild.exe', 'mshta.exe', 'msiexec.exe', 'msxsl.exe', 'net.exe',
    'nltest.exe', 'ntdsutil.exe', 'odbcconf.exe', 'powershell.exe', 'presentationhost.exe', 'pwsh.exe', 'reg.exe',
    'regasm.exe', 'regsvcs.exe', 'regsvr32.exe', 'rundll32.exe', 'sc.exe', 'schtasks.exe', 'vssadmin.exe', 'wevtutil.exe',
    'whoami.exe', 'wmic.exe', 'wscript.exe', 'xwizard.exe']) AS name
)
SELECT b.name, lower(q.process.name) AS parent, count(*) AS times, count(DISTINCT p.host.name) AS hosts,
  min(p.process.start) AS first, min(p.process.command_line) AS command_line,
  arg_min(p.process.entity_id, p.rid) AS entity_id
FROM lolbins b
JOIN processes p ON lower(p.process.name) = b.name
LEFT JOIN links l ON l.child_rid = p.rid
LEFT JOIN processes q ON q.rid = l.parent_rid
WHERE $host IS NULL OR p.host.name ILIKE $host
GROUP BY b.name, lower(q.process.name)
ORDER BY times, b.name, parent
