-- title: Records that came twice
-- description: By pair of files how many records of the one stand in the other too, and count once.
SELECT path AS source, copy_of_path AS copy_of, log, kind, count(*) AS records, min(record) AS first_record
FROM copies
GROUP BY ALL
ORDER BY records DESC, source, copy_of, log, kind
