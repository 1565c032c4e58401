-- Takes tokens from buckets: from all, or from none when one has too few. A bucket is the moment, in ms by the clock of
-- Redis, at which it will be full again (GCRA); one that is missing is full. None can be emptier than empty: a moment
-- beyond that was written by the clock of another Redis.
-- KEYS: the buckets. ARGV: the tokens; the time in s in which an empty bucket fills; for each bucket its tokens per s.
-- Returns 0, or the time in ms until there are enough.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local burst = ARGV[2] * 1000
local wait = 0
local full_at = {}
for i, bucket in ipairs(KEYS) do
    local before = tonumber(redis.call('GET', bucket)) or now
    if before > now + burst then
        before = now + burst
        redis.call('SET', bucket, before, 'PX', burst + 1)
    end
    full_at[i] = math.max(before, now) + ARGV[1] * 1000 / ARGV[i + 2]
    wait = math.max(wait, math.ceil(full_at[i] - now - burst))
end
if wait <= 0 then
    for i, bucket in ipairs(KEYS) do
        redis.call('SET', bucket, full_at[i], 'PX', math.ceil(full_at[i] - now) + 1)
    end
end
return wait
