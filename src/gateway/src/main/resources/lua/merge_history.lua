-- Merges facts of PostgreSQL into the states of codes of one lot. record_scan.lua describes a state.
-- KEYS: per code, its state, and the marker of the recent scan of the person whose scan brought the facts.
-- ARGV: now in ms; the window in which one person's scans count once, in ms; the time to live in ms; then seven per
-- code: a holder of the claim to be removed if the state names them, or '-'; the holder of the claim or '-'; 1 if the
-- history comes with it, else 0; and of the history: the first person or '-', the time of the first scan, the number of
-- counted scans, and 1 if the person's scan was counted here although PostgreSQL had counted one of the same person
-- within the window.
-- The history is merged once, from the first that brings it; a scan that was counted twice is taken back each time.
local now, window, ttl = ARGV[1], ARGV[2], ARGV[3]
for i = 1, #KEYS / 2 do
  local key = KEYS[2 * i - 1]
  local refuted, claimed, with_history, person, time, counted, repeats = unpack(ARGV, 7 * i - 3, 7 * i + 3)
  local state = redis.pcall('GET', key)
  local first, at, n, holder, before, again, since
  if type(state) == 'string' then
    first, at, n, holder, before, again, since =
      string.match(state, '^([%x-]+) (%d+) (%d+) ([%x-]+) (%a+) (%d+) (%d+)$')
  end
  local known = first
  if known then
    if with_history == '1' and before == 'unasked' then
      before = 'none'
      if person ~= '-' then
        before = 'some'
        if first ~= person then
          again = '0'
          redis.call('SET', KEYS[2 * i], 1, 'NX', 'PX', window)
        end
        first, at = person, time
      end
      n = string.format('%d', n + counted)
    end
    if repeats == '1' then
      n = string.format('%d', math.max(0, n - 1))
    end
  else
    first, at, n, holder, before, again, since = '-', now, '0', '-', 'unasked', '0', now
  end
  if holder == refuted then
    holder = '-'
  end
  if claimed ~= '-' then
    holder = claimed
  end
  if known or claimed ~= '-' then
    redis.call('SET', key, table.concat({first, at, n, holder, before, again, since}, ' '), 'PX', ttl)
  end
end
return 1
