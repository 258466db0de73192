package cluster

import (
	"hash/fnv"
	"strconv"
)

// What a topic has in Redis, each name behind the prefix:
//
//	m{<slot>}<topic>  a hash: the topic's numbers, as told in scripts.go
//	s{<slot>}<topic>  a stream: the latest events (the window); an entry's id is its event's number
//	r{<slot>}<topic>  a hash: what is left of earlier events: "<n>:<place>", the pieces that a property was set to, and "e", the end
//	p{<slot>}<topic>  a hash: of each place how many pieces there are, their bytes, and what is missing
//	o{<slot>}<topic>  a text: the publications of the last minute, so that one that is sent again by go-redis is known
//
// and what all topics of a slot share:
//
//	b{<slot>}         when Redis first knew of any of them
//	told              the channel of pub/sub: "<number> <topic>"
//
// What stands in braces chooses a cluster's slot; there are so few of them that the birth of each can be kept.
const (
	slots   = 128
	channel = "told"
)

// keys are a topic's names in the order the scripts expect.
func (c *Cluster) keys(topic string) []string {
	hash := fnv.New32a()
	hash.Write([]byte(topic)) // never fails
	slot := "{" + strconv.Itoa(int(hash.Sum32()%slots)) + "}"
	name := slot + topic
	p := c.options.Prefix
	return []string{p + "m" + name, p + "s" + name, p + "r" + name, p + "p" + name, p + "b" + slot, p + "o" + name}
}

func (c *Cluster) channel() string { return c.options.Prefix + channel }
