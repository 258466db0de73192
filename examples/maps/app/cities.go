package app

import "math"

// city is a large city and the millions who live in and around it, rounded.
type city struct {
	Name, Continent    string
	Lat, Lon, Millions float64
}

var cities = []city{
	{"Tokyo", "Asia", 35.7, 139.7, 37}, {"Delhi", "Asia", 28.6, 77.2, 33}, {"Shanghai", "Asia", 31.2, 121.5, 29}, {"Dhaka", "Asia", 23.8, 90.4, 23},
	{"São Paulo", "South America", -23.6, -46.6, 23}, {"Mexico City", "North America", 19.4, -99.1, 22}, {"Cairo", "Africa", 30.0, 31.2, 22},
	{"Beijing", "Asia", 39.9, 116.4, 22}, {"Mumbai", "Asia", 19.1, 72.9, 21}, {"Osaka", "Asia", 34.7, 135.5, 19}, {"New York", "North America", 40.7, -74.0, 19},
	{"Karachi", "Asia", 24.9, 67.0, 17}, {"Kinshasa", "Africa", -4.3, 15.3, 17}, {"Lagos", "Africa", 6.5, 3.4, 16}, {"Istanbul", "Europe", 41.0, 29.0, 16},
	{"Buenos Aires", "South America", -34.6, -58.4, 15}, {"Manila", "Asia", 14.6, 121.0, 15}, {"Rio de Janeiro", "South America", -22.9, -43.2, 14},
	{"Moscow", "Europe", 55.8, 37.6, 13}, {"Los Angeles", "North America", 34.1, -118.2, 13}, {"Paris", "Europe", 48.9, 2.4, 11}, {"Jakarta", "Asia", -6.2, 106.8, 11},
	{"Lima", "South America", -12.0, -77.0, 11}, {"Bangkok", "Asia", 13.8, 100.5, 11}, {"Seoul", "Asia", 37.6, 127.0, 10}, {"London", "Europe", 51.5, -0.1, 10},
	{"Tehran", "Asia", 35.7, 51.4, 10}, {"Chicago", "North America", 41.9, -87.6, 9}, {"Singapore", "Asia", 1.4, 103.8, 6}, {"Johannesburg", "Africa", -26.2, 28.0, 6},
	{"Nairobi", "Africa", -1.3, 36.8, 5}, {"Sydney", "Oceania", -33.9, 151.2, 5}, {"Melbourne", "Oceania", -37.8, 145.0, 5}, {"Berlin", "Europe", 52.5, 13.4, 4},
	{"Rome", "Europe", 41.9, 12.5, 4}, {"Casablanca", "Africa", 33.6, -7.6, 4}, {"Vancouver", "North America", 49.3, -123.1, 3}, {"Auckland", "Oceania", -36.8, 174.8, 2},
	{"Reykjavík", "Europe", 64.1, -21.9, 0.2}, {"Honolulu", "Oceania", 21.3, -157.9, 1}, {"Anchorage", "North America", 61.2, -149.9, 0.3}, {"Ushuaia", "South America", -54.8, -68.3, 0.1},
}

// kilometers is the length of the great circle between two cities, by the haversine formula on a sphere of 6371 km.
func kilometers(a, b city) float64 {
	rad := func(degrees float64) float64 { return degrees * math.Pi / 180 }
	half := func(x float64) float64 { return math.Pow(math.Sin(rad(x)/2), 2) }
	return 2 * 6371 * math.Asin(math.Sqrt(half(b.Lat-a.Lat)+math.Cos(rad(a.Lat))*math.Cos(rad(b.Lat))*half(b.Lon-a.Lon)))
}
