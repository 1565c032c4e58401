-- Sees codes of one lot. KEYS: per code, its state and the mark of a further person's recent scan. ARGV: now in ms,
-- the window in which one person's scans count once in ms, the time to live in ms, then per code who is scanning, and
-- whether the scan is recorded (1) or only asked about (0).
-- Answers per code: first person, first time, counted scans, holder of the claim, 1 while PostgreSQL was not asked about
-- the time before, 1 if this scan counted, and when the gate first saw the code.
local now, window, ttl = ARGV[1], ARGV[2], ARGV[3]
local answers = {}
for i = 1, #KEYS / 2 do
  local state, mark = KEYS[2 * i - 1], KEYS[2 * i]
  local person, records = ARGV[2 * i + 2], ARGV[2 * i + 3] == '1'
  local s = redis.call('HMGET', state, 'm', 't', 'n', 'c', 'u', 'r', 'g')
  if not s[1] then
    if records then
      redis.call('HSET', state, 'm', person, 't', now, 'n', 1, 'u', 1, 'r', now, 'g', now)
      redis.call('PEXPIRE', state, ttl)
      answers[i] = {person, now, '1', s[4] or '', '1', '1', now}
    else
      answers[i] = {'', now, '0', s[4] or '', '1', '0', now}
    end
  else
    local n, counted = s[3], '0'
    if records then
      local fresh
      if person == s[1] then
        fresh = tonumber(now) - tonumber(s[6] or '0') >= tonumber(window)
        if fresh then redis.call('HSET', state, 'r', now) end
      else
        fresh = redis.call('SET', mark, 1, 'NX', 'PX', window)
      end
      if fresh then
        n = tostring(redis.call('HINCRBY', state, 'n', 1))
        counted = '1'
      end
      redis.call('PEXPIRE', state, ttl)
    end
    answers[i] = {s[1], s[2], n, s[4] or '', s[5] or '0', counted, s[7] or s[2]}
  end
end
return answers
