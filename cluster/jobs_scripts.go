package cluster

import "github.com/redis/go-redis/v9"

// What the jobs have in Redis, each name behind the prefix and "{jobs}", so that all of it is in one slot:
//
//	j:<id>            a hash: the job, as told below
//	wait              a sorted set: jobs that wait, by when a task for them was last given to the queue (ms)
//	run               a sorted set: jobs that run, by when their worker counts as dead unless it is heard of (ms)
//	k:<key>           a list: the jobs of one key that have not ended, the oldest first
//	l:<kind>          a set: the jobs of one kind that run, where there is a limit
//	o:<kind>:<owner>  a set: those of one owner
//	p:<kind>          a sorted set: those that wait for another of their kind to end and have no task, by begun
//	born              when Redis first knew of any of it (ms)
//
// A job's hash:
//
//	kind, owner, key, policy, limit, share, payload   what it was submitted with; the payload goes when it has ended
//	state    wait, run, over
//	attempt  the number of the worker that has it, or will: what comes from an earlier one does not count
//	deaths   how many of its workers have died
//	worker   who runs it
//	mark     "c" where it was cancelled, "r" where it was replaced
//	begun    when it was submitted (ms)
//	woken    how often it was given a task because another one had ended
//	read     how far somebody who polls has been told
//
// Times are of the server's clock. ARGV[1] is what all names begin with.
const jobsHead = `
local P = ARGV[1]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

-- takes a job out of what its state has put it into
local function leave(id, state, kind, owner, limit, share)
  if state == 'wait' then
    redis.call('ZREM', P .. 'wait', id)
    redis.call('ZREM', P .. 'p:' .. kind, id)
    return
  end
  redis.call('ZREM', P .. 'run', id)
  if limit ~= '0' then redis.call('SREM', P .. 'l:' .. kind, id) end
  if share ~= '0' then redis.call('SREM', P .. 'o:' .. kind .. ':' .. owner, id) end
end

local function take(id, kind, owner, limit, share, keep)
  if limit > 0 then
    redis.call('SADD', P .. 'l:' .. kind, id)
    redis.call('PEXPIRE', P .. 'l:' .. kind, keep)
  end
  if share > 0 then
    redis.call('SADD', P .. 'o:' .. kind .. ':' .. owner, id)
    redis.call('PEXPIRE', P .. 'o:' .. kind .. ':' .. owner, keep)
  end
end

local function full(name, limit)
  if limit == 0 or redis.call('SCARD', name) < limit then return false end
  for _, other in ipairs(redis.call('SMEMBERS', name)) do
    if not redis.call('ZSCORE', P .. 'run', other) then redis.call('SREM', name, other) end
  end
  return redis.call('SCARD', name) >= limit
end

-- whether a job has to wait for others to end
local function blocked(id, kind, owner, key, policy, limit, share)
  if policy == '1' and key ~= '' then
    local first = redis.call('LINDEX', P .. 'k:' .. key, 0)
    while first and first ~= id do
      local other = redis.call('HGET', P .. 'j:' .. first, 'state')
      if other and other ~= 'over' then return true end
      redis.call('LPOP', P .. 'k:' .. key)
      first = redis.call('LINDEX', P .. 'k:' .. key, 0)
    end
  end
  return full(P .. 'l:' .. kind, tonumber(limit)) or full(P .. 'o:' .. kind .. ':' .. owner, tonumber(share))
end

local function touch(keep)
  if redis.call('PTTL', P .. 'born') > keep / 2 then return end
  redis.call('SET', P .. 'born', now, 'NX')
  redis.call('PEXPIRE', P .. 'born', keep)
end
`

// submitJob: id, kind, owner, key, policy, limit, share, queue, payload, ms to keep it, channel. Answers {"ok", replaced jobs that wait…}, {"joined", id} or {"full"}.
const submitJob = jobsHead + `
local id, kind, owner, key, policy = ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
local queue, keep, channel = tonumber(ARGV[9]), tonumber(ARGV[11]), ARGV[12]
local job = P .. 'j:' .. id
if redis.call('EXISTS', job) == 1 then return {'ok'} end -- it is sent again
touch(keep)
local older, waits = {}, 0
if key ~= '' then
  for _, other in ipairs(redis.call('LRANGE', P .. 'k:' .. key, 0, -1)) do
    local is = redis.call('HMGET', P .. 'j:' .. other, 'state', 'mark')
    if not is[1] or is[1] == 'over' then
      redis.call('LREM', P .. 'k:' .. key, 0, other)
    elseif not is[2] then
      table.insert(older, {other, is[1]})
      if is[1] == 'wait' then waits = waits + 1 end
    end
  end
end
if policy == 3 and older[1] then return {'joined', older[1][1]} end
local waiting = redis.call('ZCARD', P .. 'wait')
if policy == 0 then waiting = waiting - waits end
if waiting >= queue then return {'full'} end
local out = {'ok'}
if policy == 0 then
  for _, other in ipairs(older) do
    redis.call('HSET', P .. 'j:' .. other[1], 'mark', 'r')
    if other[2] == 'wait' then
      table.insert(out, other[1])
    else
      redis.call('PUBLISH', channel, 'r ' .. other[1])
    end
  end
end
redis.call('HSET', job, 'kind', kind, 'owner', owner, 'key', key, 'policy', policy, 'limit', ARGV[7], 'share', ARGV[8],
  'payload', ARGV[10], 'state', 'wait', 'attempt', 1, 'deaths', 0, 'begun', now)
redis.call('PEXPIRE', job, keep)
redis.call('ZADD', P .. 'wait', now, id)
redis.call('PEXPIRE', P .. 'wait', keep)
if key ~= '' then
  redis.call('RPUSH', P .. 'k:' .. key, id)
  redis.call('PEXPIRE', P .. 'k:' .. key, keep)
end
return out
`

// admitJob: id, attempt, worker, ms of a lease, ms to keep it. Answers {"run", payload, kind, owner, key, policy, limit, share}, {"c"} or {"r"} where it was ended before it
// began, or {"no"}: also where it must wait for another one, whose end will give it a new task.
const admitJob = jobsHead + `
local id, attempt, worker, lease, keep = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local job = P .. 'j:' .. id
local is = redis.call('HMGET', job, 'state', 'attempt', 'mark', 'worker', 'kind', 'owner', 'key', 'policy', 'limit', 'share', 'payload', 'begun')
local state, kind, owner, key = is[1], is[5], is[6], is[7]
if not state or is[2] ~= attempt then return {'no'} end
local granted = {'run', is[11], kind, owner, key, is[8], is[9], is[10]}
if state == 'run' and is[4] == worker then return granted end -- it is sent again
if state ~= 'wait' then return {'no'} end
if is[3] then return {is[3]} end
if blocked(id, kind, owner, key, is[8], is[9], is[10]) then
  redis.call('ZADD', P .. 'p:' .. kind, is[12], id)
  redis.call('PEXPIRE', P .. 'p:' .. kind, keep)
  return {'no'}
end
take(id, kind, owner, tonumber(is[9]), tonumber(is[10]), keep)
redis.call('HSET', job, 'state', 'run', 'worker', worker)
redis.call('PEXPIRE', job, keep)
redis.call('ZREM', P .. 'wait', id)
redis.call('ZREM', P .. 'p:' .. kind, id)
redis.call('ZADD', P .. 'run', now + lease, id)
redis.call('PEXPIRE', P .. 'run', keep)
return granted
`

// renewJobs: worker, ms of a lease, ms to keep them, then id, attempt of each. Answers for each "ok", its mark, "gone" where Redis has forgotten it, or "no" where another has it.
const renewJobs = jobsHead + `
local worker, lease, keep = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
touch(keep)
redis.call('PEXPIRE', P .. 'run', keep)
local out = {}
for i = 5, #ARGV, 2 do
  local id, job = ARGV[i], P .. 'j:' .. ARGV[i]
  local is = redis.call('HMGET', job, 'state', 'attempt', 'worker', 'mark', 'key')
  local say = 'ok'
  if not is[1] then
    say = 'gone'
  elseif is[1] ~= 'run' or is[2] ~= ARGV[i + 1] or is[3] ~= worker then
    say = 'no'
  else
    redis.call('ZADD', P .. 'run', now + lease, id)
    redis.call('PEXPIRE', job, keep)
    if is[5] ~= '' then redis.call('PEXPIRE', P .. 'k:' .. is[5], keep) end
    say = is[4] or 'ok'
  end
  table.insert(out, say)
end
return out
`

// restoreJob: id, attempt, worker, ms of a lease, ms to keep it, then payload, kind, owner, key, policy, limit, share as admitJob gives them. It brings back a job that runs and that
// Redis has forgotten. Answers 0 where another worker has it.
const restoreJob = jobsHead + `
local id, attempt, worker, lease, keep = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local kind, owner, key = ARGV[8], ARGV[9], ARGV[10]
local job = P .. 'j:' .. id
local is = redis.call('HMGET', job, 'state', 'attempt', 'worker')
if is[1] then return is[1] == 'run' and is[2] == attempt and is[3] == worker and 1 or 0 end -- it may be sent again
touch(keep)
redis.call('HSET', job, 'payload', ARGV[7], 'kind', kind, 'owner', owner, 'key', key, 'policy', ARGV[11], 'limit', ARGV[12], 'share', ARGV[13],
  'state', 'run', 'attempt', attempt, 'deaths', 0, 'begun', now, 'worker', worker)
redis.call('PEXPIRE', job, keep)
redis.call('ZADD', P .. 'run', now + lease, id)
redis.call('PEXPIRE', P .. 'run', keep)
take(id, kind, owner, tonumber(ARGV[12]), tonumber(ARGV[13]), keep)
if key ~= '' then
  redis.call('LPUSH', P .. 'k:' .. key, id) -- it ran, so it was the first
  redis.call('PEXPIRE', P .. 'k:' .. key, keep)
end
return 1
`

// endJob: id, attempt (0 where it waits), ms to keep what is left of it. Answers a list of jobs that may run now, and need tasks: {id, attempt, owner, how often}.
const endJob = jobsHead + `
local id, attempt = ARGV[2], ARGV[3]
local job = P .. 'j:' .. id
local is = redis.call('HMGET', job, 'state', 'attempt', 'kind', 'owner', 'key', 'limit', 'share')
if not is[1] or is[1] == 'over' then return {} end
if attempt == '0' and is[1] ~= 'wait' or attempt ~= '0' and (is[1] ~= 'run' or is[2] ~= attempt) then return {} end
redis.call('HSET', job, 'state', 'over')
redis.call('HDEL', job, 'payload')
redis.call('PEXPIRE', job, ARGV[4])
leave(id, is[1], is[3], is[4], is[6], is[7])
if is[5] ~= '' then redis.call('LREM', P .. 'k:' .. is[5], 0, id) end

local kind, key, out = is[3], is[5], {}
local park = P .. 'p:' .. kind
local function wake(other)
  if not redis.call('ZSCORE', park, other) then return end
  local job = P .. 'j:' .. other
  local o = redis.call('HMGET', job, 'state', 'attempt', 'owner', 'key', 'policy', 'limit', 'share', 'mark')
  if o[1] == 'wait' and not o[8] and blocked(other, kind, o[3], o[4], o[5], o[6], o[7]) then return end
  redis.call('ZREM', park, other)
  if o[1] == 'wait' then table.insert(out, {other, o[2], o[3], tostring(redis.call('HINCRBY', job, 'woken', 1))}) end
end
if key ~= '' then
  local first = redis.call('LINDEX', P .. 'k:' .. key, 0)
  if first then wake(first) end
end
if is[6] ~= '0' or is[7] ~= '0' then
  for _, other in ipairs(redis.call('ZRANGE', park, 0, 99)) do
    if #out > 1 then break end -- one place is free; another may be that was not taken
    wake(other)
  end
end
return out
`

// releaseJob: id, attempt, ms to keep it. It lets a job that runs wait again. Answers the number of the next attempt and the owner, or nothing.
const releaseJob = jobsHead + `
local id = ARGV[2]
local job = P .. 'j:' .. id
local is = redis.call('HMGET', job, 'state', 'attempt', 'kind', 'owner', 'limit', 'share')
if is[1] ~= 'run' or is[2] ~= ARGV[3] then return {} end
leave(id, 'run', is[3], is[4], is[5], is[6])
redis.call('HSET', job, 'state', 'wait')
redis.call('ZADD', P .. 'wait', now, id)
redis.call('PEXPIRE', job, ARGV[4])
return {redis.call('HINCRBY', job, 'attempt', 1), is[4]}
`

// sweepJobs: deaths that are too many, ms of a lease, ms after which a task is given to the queue again, how many jobs to look at, ms to keep them. Answers a list of {what, id,
// attempt, owner}: "again" of jobs whose worker has died and that now wait, "wait" of those whose task may have got lost, "deadly", and "c" or "r" of those that are to be ended.
const sweepJobs = jobsHead + `
local most, lease, lost, n, keep = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5], ARGV[6]
local out = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', P .. 'run', '-inf', now, 'LIMIT', 0, n)) do
  local job = P .. 'j:' .. id
  local is = redis.call('HMGET', job, 'state', 'attempt', 'kind', 'owner', 'mark', 'deaths', 'limit', 'share')
  if is[1] ~= 'run' then
    redis.call('ZREM', P .. 'run', id)
  elseif is[5] or is[6] + 1 >= most then
    redis.call('ZADD', P .. 'run', now + lease, id) -- who looks next may find it again, should this one die
    table.insert(out, {is[5] or 'deadly', id, is[2], is[4]})
  else
    leave(id, 'run', is[3], is[4], is[7], is[8])
    redis.call('HSET', job, 'state', 'wait')
    redis.call('HINCRBY', job, 'deaths', 1)
    redis.call('PEXPIRE', job, keep)
    redis.call('ZADD', P .. 'wait', now, id)
    redis.call('PEXPIRE', P .. 'wait', keep)
    table.insert(out, {'again', id, tostring(redis.call('HINCRBY', job, 'attempt', 1)), is[4]})
  end
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', P .. 'wait', '-inf', now - lost, 'LIMIT', 0, n)) do
  local is = redis.call('HMGET', P .. 'j:' .. id, 'state', 'attempt', 'owner', 'mark')
  if is[1] ~= 'wait' then
    redis.call('ZREM', P .. 'wait', id)
  else
    redis.call('ZADD', P .. 'wait', now, id)
    table.insert(out, {is[4] or 'wait', id, is[4] and '0' or is[2], is[3]})
  end
end
return out
`

// cancelJob: id, channel. Answers the job's state.
const cancelJob = jobsHead + `
local job = P .. 'j:' .. ARGV[2]
local is = redis.call('HMGET', job, 'state', 'mark')
if not is[1] or is[1] == 'over' then return 'over' end
if not is[2] then redis.call('HSET', job, 'mark', 'c') end
if is[1] == 'run' then redis.call('PUBLISH', ARGV[3], (is[2] or 'c') .. ' ' .. ARGV[2]) end
return is[1]
`

// findJob: id, ms to keep. Answers {kind, key, read}, or {age} of the memory.
const findJob = jobsHead + `
local is = redis.call('HMGET', P .. 'j:' .. ARGV[2], 'kind', 'key', 'read')
if is[1] then return {is[1], is[2], is[3] or '0'} end
touch(tonumber(ARGV[3]))
return {now - redis.call('GET', P .. 'born')}
`

// noteJob: id, read.
const noteJob = jobsHead + `
local job = P .. 'j:' .. ARGV[2]
if redis.call('EXISTS', job) == 1 then redis.call('HSET', job, 'read', ARGV[3]) end
return 1
`

type jobScripts struct {
	submit, admit, renew, restore, end, release, sweep, cancel, find, note *redis.Script
}

func newJobScripts() jobScripts {
	return jobScripts{
		submit: redis.NewScript(submitJob), admit: redis.NewScript(admitJob), renew: redis.NewScript(renewJobs), restore: redis.NewScript(restoreJob),
		end: redis.NewScript(endJob), release: redis.NewScript(releaseJob), sweep: redis.NewScript(sweepJobs),
		cancel: redis.NewScript(cancelJob), find: redis.NewScript(findJob), note: redis.NewScript(noteJob),
	}
}
