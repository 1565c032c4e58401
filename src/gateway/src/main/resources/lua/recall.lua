-- Tells the gate what PostgreSQL knows of the time before it first saw a code.
-- KEYS: the state, and the mark of the person who tells. ARGV: first person or '', first time, counted scans, holder of
-- the claim or '', the window in which one person's scans count once in ms, and 1 if the scan of the person who tells
-- was counted here although PostgreSQL had counted one of theirs a moment ago.
-- The past is heard from the first to tell it only; a scan that was counted twice is taken back for each who tells.
if redis.call('HDEL', KEYS[1], 'u') == 1 then
  if ARGV[1] ~= '' then
    local seen = redis.call('HGET', KEYS[1], 'm')
    redis.call('HSET', KEYS[1], 'm', ARGV[1], 't', ARGV[2])
    if seen ~= ARGV[1] then
      redis.call('HSET', KEYS[1], 'r', 0)
      redis.call('SET', KEYS[2], 1, 'NX', 'PX', ARGV[5])
    end
  end
  if ARGV[3] ~= '0' then
    redis.call('HINCRBY', KEYS[1], 'n', ARGV[3])
  end
  if ARGV[4] ~= '' then
    redis.call('HSET', KEYS[1], 'c', ARGV[4])
  end
end
if ARGV[6] == '1' and redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('HINCRBY', KEYS[1], 'n', -1)
end
return 1
