-- title: Accounts and what they ran
-- description: By account and host how many processes and images, and the first and last start; the rarest first.
SELECT lower(user.name) AS user, host.name AS host, count(*) AS processes,
  count(DISTINCT lower(process.executable)) AS images, min(process.start) AS first, max(process.start) AS last
FROM processes
WHERE user.name IS NOT NULL
GROUP BY lower(user.name), host.name
ORDER BY processes, user, host
