-- Sees codes of one lot. KEYS: per code, its state and the mark of a further person's recent scan. ARGV: now in ms,
-- the window in which one person's scans count once in ms, the time to live in ms, then per code who is scanning, and
-- whether the scan is recorded (1) or only asked about (0).
-- A state is seven words: the first person or '-', when, counted scans, who holds the claim or '-', what is known of the
-- time before (unasked; some: there were scans; none), when the first person's scan last counted, and when the gate
-- first saw the code.
-- Answers per code in words: first person or '-', when, counted scans, holder or '-', what is known of the time before,
-- 1 if this scan counted, and when the gate first saw the code.
local now, window, ttl = ARGV[1], ARGV[2], ARGV[3]
local answers = {}
for i = 1, #KEYS / 2 do
  local key, person, records = KEYS[2 * i - 1], ARGV[2 * i + 2], ARGV[2 * i + 3] == '1'
  local state = redis.call('GET', key)
  local first, at, n, holder, before, again, since
  if state then
    first, at, n, holder, before, again, since =
      string.match(state, '^(%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+)$')
  else
    first, at, n, holder, before, again, since = '-', now, '0', '-', 'unasked', '0', now
  end
  local counted = '0'
  if records then
    if first == '-' then
      first, at, again, counted = person, now, now, '1'
    elseif first == person then
      if tonumber(now) - tonumber(again) >= tonumber(window) then
        again, counted = now, '1'
      end
    elseif redis.call('SET', KEYS[2 * i], 1, 'NX', 'PX', window) then
      counted = '1'
    end
    if counted == '1' then
      n = string.format('%d', n + 1)
    end
    redis.call('SET', key, table.concat({first, at, n, holder, before, again, since}, ' '), 'PX', ttl)
  end
  answers[i] = table.concat({first, at, n, holder, before, counted, since}, ' ')
end
return answers
