-- Tells the gate what it cannot know by itself, for codes of one lot; sight.lua says what a state is. KEYS: per code,
-- its state and the mark of the person who tells. ARGV: now in ms, the window in which one person's scans count once in
-- ms, the time to live in ms, then per code who holds its claim or '-', 1 if the past is told too, and of the past: the
-- first person or '-', when, the counted scans, and 1 if the scan of the person who tells was counted here although
-- PostgreSQL had counted one of theirs a moment ago.
-- The past is heard from the first to tell it only; a scan that was counted twice is taken back for each who tells.
local now, window, ttl = ARGV[1], ARGV[2], ARGV[3]
for i = 1, #KEYS / 2 do
  local key = KEYS[2 * i - 1]
  local claimed, told, person, when, counted, repeats = unpack(ARGV, 6 * i - 2, 6 * i + 3)
  local state = redis.call('GET', key)
  local first, at, n, holder, before, again, since
  if state then
    first, at, n, holder, before, again, since =
      string.match(state, '^(%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+)$')
    if told == '1' and before == 'unasked' then
      before = 'none'
      if person ~= '-' then
        before = 'some'
        if first ~= person then
          again = '0'
          redis.call('SET', KEYS[2 * i], 1, 'NX', 'PX', window)
        end
        first, at = person, when
      end
      n = string.format('%d', n + counted)
    end
    if repeats == '1' then
      n = string.format('%d', n - 1)
    end
  else
    first, at, n, holder, before, again, since = '-', now, '0', '-', 'unasked', '0', now
  end
  if claimed ~= '-' then
    holder = claimed
  end
  if state or claimed ~= '-' then
    redis.call('SET', key, table.concat({first, at, n, holder, before, again, since}, ' '), 'PX', ttl)
  end
end
return 1
