-- Adds to a counter and returns its value. Counting and time to live are one step, so that no counter stays for ever.
-- KEYS: the counter. ARGV: what to add; the time to live in s.
local total = redis.call('INCRBY', KEYS[1], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return total
