-- Records scans of codes of one lot, or only reads the codes' states.
-- KEYS: per code, its state, and the marker of a further person's recent scan.
-- ARGV: now in ms; the window in which one person's scans count once, in ms; the time to live in ms; then per code the
-- person, and 1 to record the scan or 0 to read only.
-- A state is seven words: the first person or '-'; the time of the first scan; the number of counted scans; the holder
-- of the claim or '-'; the history before Redis first saw the code (unasked: not merged yet; some: there were scans;
-- none: there were none); the time at which the first person's scan last counted; the time at which Redis first saw
-- the code. What is no state is treated as none.
-- Returns per code seven words: first person or '-', time of the first scan, counted scans, holder or '-', history, 1 if
-- this scan counted, time at which Redis first saw the code.
local now, window, ttl = ARGV[1], ARGV[2], ARGV[3]
local answers = {}
for i = 1, #KEYS / 2 do
  local key, person, records = KEYS[2 * i - 1], ARGV[2 * i + 2], ARGV[2 * i + 3] == '1'
  local state = redis.pcall('GET', key)
  local first, at, n, holder, before, again, since
  if type(state) == 'string' then
    first, at, n, holder, before, again, since =
      string.match(state, '^([%x-]+) (%d+) (%d+) ([%x-]+) (%a+) (%d+) (%d+)$')
  end
  if not first then
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
