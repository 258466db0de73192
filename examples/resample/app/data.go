package app

import (
	"math"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/dashi-go/dashi/resample"
)

// fast is numbers that look random, a generator small enough to make ten million of them in a tenth of a second.
type fast uint64

func (f *fast) float() float64 {
	*f ^= *f << 13
	*f ^= *f >> 7
	*f ^= *f << 17
	return float64(*f>>40)/(1<<24) - 0.5
}

// noise is about a normal distribution with the deviation 1.
func (f *fast) noise() float64 { return (f.float() + f.float() + f.float()) * 2 }

// sensors are what three sensors on a machine measured n times in a week: one is calm but for a spike now and then, one drifts and loses its line for a
// while, one hums while the machine runs.
func sensors(n int) []resample.Line {
	times := make([]time.Time, n)
	for i := range times {
		week := float64(i) / float64(n) * float64(7*24*time.Hour)
		times[i] = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).Add(time.Duration(week))
	}
	lines := []resample.Line{{Name: "bearing", X: times}, {Name: "oil", X: times}, {Name: "housing", X: times}}
	var all sync.WaitGroup
	for k := range lines {
		all.Go(func() {
			y, noise, drift := make([]float32, n), fast(k+1)*0x9E3779B97F4A7C15, 0.0
			spikes := rand.New(rand.NewPCG(uint64(k), 9))
			turn := complex(math.Cos(2*math.Pi/240), math.Sin(2*math.Pi/240)) // a turn of the shaft is 240 readings
			shaft := complex(1, 0)
			for i := range y {
				day := math.Mod(float64(i)/float64(n)*7, 1)
				drift += 0.012 * (noise.noise() - drift/4000)
				switch k {
				case 0:
					y[i] = float32(8 + 0.15*noise.noise() + 2.5*smooth(day, 0.35, 0.7))
				case 1:
					y[i] = float32(4 + 0.4*drift + 0.08*noise.noise())
				case 2:
					y[i] = float32(smooth(day, 0.35, 0.7)*(1.2*real(shaft)+0.4*real(shaft*shaft*shaft)) + 0.1*noise.noise())
				}
				shaft *= turn
			}
			for range 7 * (1 - min(k, 1)) { // a few readings long, in a week
				y[spikes.IntN(n)] += float32(3 + 5*spikes.Float64())
			}
			if k == 1 {
				for i := n * 61 / 100; i < n*64/100; i++ {
					y[i] = float32(math.NaN())
				}
			}
			lines[k].Y = y
		})
	}
	all.Wait()
	return lines
}

// smooth is 1 between two hours of the day and 0 in the night, both as shares of it.
func smooth(day, from, to float64) float64 {
	return 1 / (1 + math.Exp(-80*(day-from))) / (1 + math.Exp(80*(day-to)))
}

// attractor is n points that follow x' = sin(a·y) + c·cos(a·x), y' = sin(b·x) + d·cos(b·y), Clifford Pickover's.
func attractor(n int) (x, y []float32) {
	const a, b, c, d = -1.7, 1.8, -1.9, -0.4
	x, y = make([]float32, n), make([]float32, n)
	const parts = 8 // each from a point of its own
	var all sync.WaitGroup
	for k := range parts {
		all.Go(func() {
			px, py := 0.1+0.01*float64(k), 0.1
			for i := k*n/parts - 100; i < (k+1)*n/parts; i++ {
				px, py = math.Sin(a*py)+c*math.Cos(a*px), math.Sin(b*px)+d*math.Cos(b*py)
				if i >= k*n/parts { // the first hundred are on their way to it
					x[i], y[i] = float32(px), float32(py)
				}
			}
		})
	}
	all.Wait()
	return x, y
}
