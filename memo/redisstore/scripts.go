package redisstore

import "github.com/redis/go-redis/v9"

// The scripts share their first arguments. KEYS: the entry's name, the lease's, that of a draft, then two index names
// for each tag; these only where one server has them all, elsewhere the index script was run before. ARGV:
//
//	1  the key
//	2  how long the indexes must know it, in ms, "" for ever
//	3  the window of time in which an index keeps a member whatever becomes of it, in ms
//	4  the channel, "" where others have to publish
//	5  the message
//	6… what the script itself needs
//
// The clock is the server's own.
const scriptHead = `
local function publish()
  if ARGV[4] ~= '' then redis.call('PUBLISH', ARGV[4], ARGV[5]) end
end

local function put(data, px)
  if data ~= '' then
    if px == '' then redis.call('SET', KEYS[1], data) else redis.call('SET', KEYS[1], data, 'PX', px) end
    return
  end
  redis.call('UNLINK', KEYS[1])
  redis.call('RENAME', KEYS[3], KEYS[1])
  if px == '' then redis.call('PERSIST', KEYS[1]) else redis.call('PEXPIRE', KEYS[1], px) end
end

local function holds(token)
  return redis.call('GETRANGE', KEYS[2], 0, #token - 1) == token
end

local function index(from)
  if not KEYS[from] then return end
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local till = '+inf'
  if ARGV[2] ~= '' then till = string.format('%.0f', now + ARGV[2]) end
  for i = from, #KEYS, 2 do
    redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', string.format('%.0f', now))
    redis.call('ZADD', KEYS[i], 'GT', till, ARGV[1])
    local last = redis.call('ZRANGE', KEYS[i], -1, -1, 'WITHSCORES')[2]
    if last == 'inf' then
      redis.call('PERSIST', KEYS[i])
    else
      redis.call('PEXPIREAT', KEYS[i], string.format('%.0f', tonumber(last)))
    end
    redis.call('ZREMRANGEBYSCORE', KEYS[i + 1], '-inf', string.format('%.0f', now - ARGV[3]))
    redis.call('ZADD', KEYS[i + 1], string.format('%.0f', now), ARGV[1])
    redis.call('PEXPIRE', KEYS[i + 1], ARGV[3])
  end
end
`

// scripts are made once per Store: a redis.Script knows its SHA-1.
type scripts struct {
	index, set, delete, drop, forget, lease, extend, tag, settle, end *redis.Script
}

func newScripts() *scripts {
	script := func(body string) *redis.Script { return redis.NewScript(scriptHead + body) }
	return &scripts{
		// KEYS are those of the indexes alone.
		index: script(`
index(1)
return 1`),

		// 6 what to store, "" if that is the draft, 7 its expiry in ms or "".
		set: script(`
index(4)
put(ARGV[6], ARGV[7])
publish()
return 1`),

		delete: script(`
redis.call('UNLINK', KEYS[1], KEYS[2])
publish()
return 1`),

		// 6 the token, 7 the hashes of the tags, 8 how long to hold. That the token may be there already is the
		// repetition of a command whose answer got lost.
		lease: script(`
index(4)
if redis.call('SET', KEYS[2], ARGV[6] .. ARGV[7], 'NX', 'PX', ARGV[8]) or holds(ARGV[6]) then return 1 end
return 0`),

		// 6 the token, 7 how long to hold.
		extend: script(`
index(4)
if not holds(ARGV[6]) then return 0 end
return redis.call('PEXPIRE', KEYS[2], ARGV[7])`),

		// 6 the token, 7 the hashes to add.
		tag: script(`
index(4)
if not holds(ARGV[6]) then return 0 end
redis.call('APPEND', KEYS[2], ARGV[7])
return 1`),

		// 6 what to store, "" if that is the draft, 7 its expiry in ms or "", 8 the token.
		settle: script(`
if not holds(ARGV[8]) then
  if ARGV[6] == '' then redis.call('UNLINK', KEYS[3]) end
  return 0
end
index(4)
put(ARGV[6], ARGV[7])
redis.call('DEL', KEYS[2])
publish()
return 1`),

		// 6 the token.
		end: script(`
if not holds(ARGV[6]) then return 0 end
redis.call('DEL', KEYS[2])
publish()
return 1`),

		drop:   redis.NewScript(dropScript),
		forget: redis.NewScript(forgetScript),
	}
}

// dropScript deletes entries and ends leases that have the tag whose hash is ARGV[1]; where an entry ends with the
// hashes of its tags is told in form.go. KEYS: entry and lease of each key, in turn. It answers for each key 1 if
// the entry went, plus 2 if a lease did.
const dropScript = `
local function has(hashes)
  for at = 1, #hashes - 7, 8 do
    if string.sub(hashes, at, at + 7) == ARGV[1] then return true end
  end
  return false
end

local function tags(name)
  local tail = redis.call('GETRANGE', name, -3, -1)
  local form = string.byte(tail, 3)
  if form ~= 0xd2 and form ~= 0xd3 then return '' end
  local n = string.byte(tail, 1) + 256 * string.byte(tail, 2)
  return redis.call('GETRANGE', name, -3 - 8 * n, -4)
end

local gone = {}
for i = 1, #KEYS, 2 do
  local what = 0
  if has(tags(KEYS[i])) then what = redis.call('UNLINK', KEYS[i]) end
  if has(redis.call('GETRANGE', KEYS[i + 1], 16, -1)) then
    what = what + 2 * redis.call('UNLINK', KEYS[i + 1])
  end
  gone[#gone + 1] = what
end
return gone`

// forgetScript takes the members ARGV[4…] out of a tag's index, KEYS[1], unless they were put there in the last ARGV[1]
// milliseconds, as KEYS[2] tells: their entries may be on the way. ARGV[2] and [3] are the channel and the message.
const forgetScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 4, #ARGV do
  local put = redis.call('ZSCORE', KEYS[2], ARGV[i])
  if not put or tonumber(put) < now - ARGV[1] then redis.call('ZREM', KEYS[1], ARGV[i]) end
end
if ARGV[2] ~= '' then redis.call('PUBLISH', ARGV[2], ARGV[3]) end
return 1`
