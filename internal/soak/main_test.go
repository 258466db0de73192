package soak_test

import (
	"testing"

	"github.com/dashi-go/dashi/internal/leaktest"
)

// TestMain fails where goroutines are left when all tests are done.
func TestMain(m *testing.M) { leaktest.Main(m) }
