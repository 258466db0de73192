package cluster

import "github.com/redis/go-redis/v9"

// The scripts share their first arguments. KEYS are those of keys.go. ARGV:
//
//	1  how long a topic keeps its events, in ms
//	2  how long it keeps its numbers, in ms
//	3  the highest number of the topic that this process was ever given
//	4… what the script itself needs
//
// Numbers are microseconds of the server's clock at the topic's first event, and rise by one from there. So a number from before Redis lost its memory is
// lower than all that come later, and none is given twice. A double, which is what Lua has and JavaScript, holds them exactly. A topic's numbers:
//
//	base    a number below it is of a topic that is no more
//	last    that of the last event
//	whole   that of the last event which has left the window
//	lost    something up to this number is missing, of properties that are not known any more
//	from,to between them (neither included) lie numbers that were given by a server whose memory this one does not have
//	bytes   of the window
//	left    bytes of what is left of earlier events, 0 before there are any
//	run     the server that numbered the last event: a restart or a failover makes another
//
// A server that comes back from a snapshot, or a replica that takes over, may lack the last events. Their numbers must not be given again: who has heard them would
// miss others of the same number. So where the run is another one the numbers leap to the clock. Whether events were lost is seen when a process, or a
// reader, knows a number from the leap.
const scriptHead = `
local meta, stream, rest, sums, birth = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local idle, remember, known = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]

local function text(n) return string.format('%.0f', n) end

local names = {'base', 'last', 'whole', 'lost', 'from', 'to', 'bytes', 'left'}
local held = redis.call('HMGET', meta, 'run', unpack(names))
local exists = held[2] ~= false
local t = {}
for i, name in ipairs(names) do t[name] = tonumber(held[i + 1] or 0) end

-- the topic would be known if there had been an event after this
local function since()
  local born = redis.call('GET', birth)
  if not born then
    born = text(now)
    redis.call('SET', birth, born)
  end
  redis.call('PEXPIRE', birth, 2 * remember)
  if not exists and redis.call('EXISTS', stream) == 1 then return now end -- it was known, and its numbers were evicted
  return math.max(tonumber(born), now - remember * 1000)
end

local function leap()
  if t.to > 0 then t.base = math.max(t.base, t.to) end -- who stood in an earlier leap would not be known any more
  t.from = t.last
  t.to = math.max(now, t.last, known) + 1
end

-- whether events are gone that this process knew of
local function relapsed()
  if known > t.last then leap() end
  if known <= t.from or known >= t.to or t.lost >= t.to then return false end
  t.lost, t.last = t.to, math.max(t.last, t.to)
  return true
end

local function open()
  if exists then return end
  t.base, t.last, t.whole = since(), now, now
  redis.call('DEL', stream, rest, sums)
end

-- what has expired or was evicted is lost
local function look()
  local count = redis.call('XLEN', stream)
  if count == 0 and t.whole < t.last then
    t.whole, t.lost, t.bytes, t.left = t.last, t.last, 0, 0
  end
  if t.left > 0 and redis.call('EXISTS', rest, sums) < 2 then
    t.lost, t.left = math.max(t.lost, t.whole), 0
  end
  return count
end

local function keep(run)
  local fields = {'run', run}
  for _, name in ipairs(names) do
    fields[#fields + 1] = name
    fields[#fields + 1] = text(t[name])
  end
  redis.call('HSET', meta, unpack(fields))
end

local function stay()
  redis.call('PEXPIRE', meta, text(remember))
  redis.call('PEXPIRE', stream, idle)
  redis.call('PEXPIRE', rest, idle)
  redis.call('PEXPIRE', sums, idle)
end
`

type scripts struct{ publish, read, stay *redis.Script }

func newScripts() scripts {
	return scripts{
		// 4 the channel, 5 the topic, 6 the limits of events, 7 bytes and 8 properties, 9 what tells this publication from others, in 8 bytes,
		// 10 the event. It answers the event's number.
		publish: redis.NewScript(scriptHead + `
local events, limit, properties = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
` + foldScript + `
local done = redis.call('GET', KEYS[6]) or ''
local at = string.find(done, ARGV[9], 1, true)
if at and at % 24 == 1 then return text(tonumber(string.sub(done, at + 8, at + 23))) end

local about = redis.pcall('INFO', 'server') -- which may be forbidden
local run = type(about) == 'string' and string.match(about, 'run_id:(%x+)') or ''
open()
local count = look()
if exists and held[1] ~= '' and run ~= held[1] then leap() end
relapsed()
if t.left == 0 then redis.call('DEL', rest, sums) end

t.last = math.max(t.last, t.to) + 1
redis.call('XADD', stream, text(t.last) .. '-0', 'd', ARGV[10])
count, t.bytes = count + 1, t.bytes + #ARGV[10]
while count > 1 and (count > events or t.bytes > limit) do
  local first = redis.call('XRANGE', stream, '-', '+', 'COUNT', 1)[1]
  local seq, data = string.match(first[1], '%d+'), first[2][2]
  fold(seq, data)
  redis.call('XDEL', stream, first[1])
  count, t.bytes, t.whole = count - 1, t.bytes - #data, tonumber(seq)
end
keep(run)
stay()
redis.call('SET', KEYS[6], string.sub(done, -24 * 127) .. ARGV[9] .. string.format('%016.0f', t.last), 'PX', 60000)
redis.call('PUBLISH', ARGV[4], text(t.last) .. ' ' .. ARGV[5])
return text(t.last)`),

		// 4 the number after which to read. It answers the last number; up to which something is lost because the reader's number is not known, or 0;
		// up to which something is missing; the events; what is left of earlier ones, and the sums.
		read: redis.NewScript(scriptHead + `
local after = tonumber(ARGV[4])
if not exists then
  local lost, least = 0, since()
  if after ~= 0 and (after < least or after > now) then lost = now end
  return {text(now), text(lost), '0', {}, {}, {}}
end
look()
if relapsed() then keep(held[1] or '') end
local lost = 0
if after ~= 0 and (after < t.base or after > t.last or (after > t.from and after < t.to)) then lost = t.last end
-- A number that is not known is lower than those of all events that the reader has not heard, and higher than the others.
local start = '-'
if after ~= 0 then start = '(' .. ARGV[4] .. '-0' end
local answer = {text(t.last), text(lost), text(t.lost), redis.call('XRANGE', stream, start, '+'), {}, {}}
if after < t.whole and t.left > 0 then answer[5] = redis.call('HGETALL', rest) end
if after < t.whole then answer[6] = redis.call('HGETALL', sums) end
return answer`),

		// Keeps a topic that is watched.
		stay: redis.NewScript(scriptHead + `
if not exists then
  open()
  keep('')
end
since() -- for the birth to stay as well
stay()
return 1`),
	}
}
