package app

// What is counted as late, in minutes: the Bureau of Transportation Statistics calls a flight on time that arrives less than 15 minutes after its schedule.
const (
	late     = 15
	veryLate = 60
)

// The bins of the charts. What is beyond the ends is counted in the first and last.
const (
	delayFirst, delayBin, delayBins = -60, 5, 49  // minutes: -60 to 185
	milesBin, milesBins             = 100, 28     // miles: 0 to 2,800
	denseFirst, denseBin, denseBins = -40, 10, 17 // minutes: -40 to 130
)

// tally is flights, counted.
type tally struct {
	Flights, OnTime, VeryLate int
	Delay                     int // minutes, of all together
}

func (t *tally) add(delay int) {
	t.Flights++
	t.Delay += delay
	if delay < late {
		t.OnTime++
	}
	if delay >= veryLate {
		t.VeryLate++
	}
}

// share is a part of the flights in percent.
func (t tally) share(part int) float64 {
	if t.Flights == 0 {
		return 0
	}
	return 100 * float64(part) / float64(t.Flights)
}

// mean is the mean delay in minutes.
func (t tally) mean() float64 {
	if t.Flights == 0 {
		return 0
	}
	return float64(t.Delay) / float64(t.Flights)
}

// summary is all that the charts show. Each chart that chooses is counted without its own choice.
type summary struct {
	within   span // the days asked for
	total    tally
	weeks    []tally // under all choices, by weeks since the first day
	airports []tally // under all choices, by origin
	days     []tally
	delays   [delayBins]int
	slots    [7][24]tally
	dense    [denseBins][milesBins]int
}

// summarize counts the flights of a query in one pass: a flight that no chart leaves out counts everywhere, one that a single chart leaves out
// counts in that chart.
func (d *data) summarize(q query) *summary {
	s := &summary{within: span{max(0, q.days.First, q.pickDays.First), min(d.days-1, q.days.Last, q.pickDays.Last)}, weeks: make([]tally, (d.days+6)/7), airports: make([]tally, len(d.airports)), days: make([]tally, d.days)}
	for i := range d.minute {
		bits, ok := d.misses(&q, i)
		if !ok {
			continue
		}
		minute, delay, route := int(d.minute[i]), int(d.delay[i]), &d.routes[d.route[i]]
		day := minute / (24 * 60)
		if bits == 0 {
			s.total.add(delay)
			s.weeks[day/7].add(delay)
			s.airports[route[0]].add(delay)
		}
		if bits&^byDay == 0 {
			s.days[day].add(delay)
		}
		if bits&^byDelay == 0 {
			s.delays[bin(delay, delayFirst, delayBin, delayBins)]++
		}
		if bits&^bySlot == 0 {
			s.slots[d.weekday[day]][minute/60%24].add(delay)
		}
		if bits&^byMiles == 0 {
			s.dense[bin(delay, denseFirst, denseBin, denseBins)][bin(route[2], 0, milesBin, milesBins)]++
		}
	}
	return s
}

// wholeWeeks leaves out weeks of which only some days were asked for: they have fewer flights for no reason of their own.
func (s *summary) wholeWeeks() (whole []tally) {
	for week, t := range s.weeks {
		if s.within.has(7*week) && s.within.has(7*week+6) {
			whole = append(whole, t)
		}
	}
	return whole
}

// bin is the bin that a number falls into, of n from first on.
func bin(number, first, width, n int) int {
	return max(0, min((number-first)/width, n-1))
}
