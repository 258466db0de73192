package push_test

import (
	"testing"

	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/internal/push/pushtest"
)

func TestLocalKeepsTheRulesOfBrokers(t *testing.T) {
	t.Parallel()
	pushtest.Run(t, func(t *testing.T, limits push.Limits) push.Broker { return broker(t, limits) })
}
