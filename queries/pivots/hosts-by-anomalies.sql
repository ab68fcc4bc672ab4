-- title: Hosts by what is odd on them
-- description: By host how many processes are of each kind that deserves a look, and their sum; most first.
SELECT host.name AS host, count(*) AS processes,
  count(*) FILTER (regexp_matches(process.executable, '(?i)\\(users|programdata|temp|perflogs|\$recycle\.bin)\\')) AS user_writable,
  count(*) FILTER (lower(process.pe.original_file_name) <> lower(process.name)) AS other_name,
  count(*) FILTER (process.code_signature.trusted = false OR process.code_signature.exists = false) AS unsigned,
  count(*) FILTER (lower(process.name) = 'svchost.exe' AND process.command_line NOT ILIKE '% -k %') AS svchost_without_k,
  count(*) FILTER (regexp_matches(process.command_line, '(?i)\s[-/]e(c|nc?|nco|ncod|ncode|ncoded|ncodedc[a-z]*)?\s')) AS encoded,
  count(*) FILTER (process."end" - process.start < INTERVAL 1 SECOND) AS short_lived,
  user_writable + other_name + unsigned + svchost_without_k + encoded AS odd
FROM processes
GROUP BY host.name
ORDER BY odd DESC, processes DESC, host
