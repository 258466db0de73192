package cluster

// foldScript moves events from the window to what is left of earlier ones. An event is a row of
//
//	1 byte    0: a value, 1: a patch, 2: the end
//	4, 4 bytes  the lengths of what follows, big-endian
//	…         the place (an id and a property); the value
const foldScript = `
local function row(place)
  local held = redis.call('HGET', sums, place)
  if not held then return nil end
  local count, bytes, lost, last = string.match(held, '(%d+) (%d+) (%d+) (%d+)')
  return {count = tonumber(count), bytes = tonumber(bytes), lost = lost, last = last}
end

local function put(place, r)
  redis.call('HSET', sums, place, text(r.count) .. ' ' .. text(r.bytes) .. ' ' .. r.lost .. ' ' .. r.last)
end

local function empty(place, r, lost)
  for i = 1, r.count do redis.call('HDEL', rest, i .. ':' .. place) end
  t.left = t.left - r.bytes
  r.count, r.bytes, r.lost = 0, 0, lost
end

local function add(seq, index, kind, place, value)
  local r = row(place)
  if not r then
    if redis.call('HLEN', sums) > properties then
      t.lost = math.max(t.lost, tonumber(seq))
      return
    end
    r = {count = 0, bytes = 0, lost = '0'}
  end
  if kind == 0 then empty(place, r, '0') end
  local piece = seq .. ' ' .. index .. ' ' .. kind .. ' ' .. value
  local size = #place + #piece
  r.count, r.bytes, r.last = r.count + 1, r.bytes + size, seq
  t.left = t.left + size
  redis.call('HSET', rest, r.count .. ':' .. place, piece)
  put(place, r)
end

-- gives up the property that takes most
local function shrink()
  local all = redis.call('HGETALL', sums)
  local most, size = nil, 0
  for i = 1, #all, 2 do
    local count, bytes = string.match(all[i + 1], '(%d+) (%d+)')
    if tonumber(count) > 0 and tonumber(bytes) > size then most, size = all[i], tonumber(bytes) end
  end
  if not most then return false end
  local r = row(most)
  empty(most, r, r.last)
  put(most, r)
  return true
end

local function fold(seq, data)
  if redis.call('HSETNX', sums, '', '0 0 0 0') == 1 then -- so that both are there from now on, and left tells so
    redis.call('HSET', rest, '', '')
    t.left = t.left + 1
  end
  local at, index = 1, 0
  while at <= #data do
    local kind, n, size, from = struct.unpack('>BI4I4', data, at)
    local place, value = string.sub(data, from, from + n - 1), string.sub(data, from + n, from + n + size - 1)
    at = from + n + size
    if kind == 2 then
      t.left = t.left - redis.call('HSTRLEN', rest, 'e') + #seq + 1 + #value
      redis.call('HSET', rest, 'e', seq .. ' ' .. value)
    else
      add(seq, index, kind, place, value)
      index = index + 1
    end
  end
  while t.left > limit and shrink() do end
end
`
