package app

// planet is what the assistant knows of one.
type planet struct {
	name     string
	diameter int     // km, at the equator
	distance float64 // of the mean from the sun, in astronomical units
	year     float64 // of the earth's
	moons    int
	color    string
	note     string
}

var planets = []planet{
	{"Mercury", 4879, 0.387, 0.241, 0, "#8c8c94", "It has hardly any air, so its day is at 430 °C and its night at −180 °C."},
	{"Venus", 12104, 0.723, 0.615, 0, "#d9a441", "Under its clouds it is hotter than Mercury, and it turns backwards, once in 243 days."},
	{"Earth", 12756, 1, 1, 1, "#3c7dd9", "It is the only place known where somebody asks such questions."},
	{"Mars", 6792, 1.524, 1.881, 2, "#c1502e", "Its volcano Olympus Mons is 22 km high, and its dust storms can cover all of it."},
	{"Jupiter", 142984, 5.203, 11.86, 95, "#c99b6d", "It weighs more than twice as much as all the others together."},
	{"Saturn", 120536, 9.537, 29.45, 146, "#dcc38a", "Its rings are 280,000 km wide and mostly less than 100 m thick."},
	{"Uranus", 51118, 19.19, 84.02, 28, "#6fc3c9", "It lies on its side, so each of its poles has 42 years of light and 42 of night."},
	{"Neptune", 49528, 30.07, 164.8, 16, "#3f5fd6", "It was found by calculation, from what it did to Uranus, in 1846."},
}
