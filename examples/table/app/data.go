package app

import (
	"math/rand/v2"
	"strconv"
	"time"
)

// order is one row.
type order struct {
	ID       int32     `json:"id"`
	Customer string    `json:"customer"`
	Article  string    `json:"article"`
	Pieces   int32     `json:"pieces"`
	Price    float64   `json:"price"`
	Ordered  time.Time `json:"ordered"`
	State    string    `json:"state"`
}

var (
	articles = []string{"Rain coat", "Rubber boots", "Umbrella", "Wool cap", "Thermos flask", "Tent", "Sleeping bag", "Head lamp"}
	states   = []string{"open", "packed", "sent", "delivered", "returned"}
	first    = []string{"Ada", "Alan", "Barbara", "Donald", "Edsger", "Frances", "Grace", "John", "Margaret", "Niklaus", "Radia", "Tony"}
	last     = []string{"Berg", "Dahl", "Eriksen", "Haugen", "Iversen", "Jansson", "Koskinen", "Lund", "Mäkinen", "Nyström", "Solberg", "Virtanen"}
)

// orders makes up n orders, the same ones each time.
func orders(n int) []order {
	random := rand.New(rand.NewPCG(7, 11))
	names := make([]string, 0, len(first)*len(last))
	for _, f := range first {
		for _, l := range last {
			names = append(names, f+" "+l)
		}
	}
	rows := make([]order, n)
	at := time.Date(2015, 1, 1, 8, 0, 0, 0, time.UTC)
	for i := range rows {
		at = at.Add(time.Duration(random.IntN(240)) * time.Second)
		rows[i] = order{
			ID: int32(i + 1), Customer: names[random.IntN(len(names))], Article: articles[random.IntN(len(articles))],
			Pieces: int32(1 + random.IntN(9)), Price: float64(500+random.IntN(99_500)) / 100, Ordered: at, State: states[random.IntN(len(states))],
		}
	}
	return rows
}

func options(texts []string) []any {
	all := make([]any, len(texts))
	for i, text := range texts {
		all[i] = text
	}
	return all
}

// grouped is a number with its thousands apart.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
