"""plotly.py with orjson at the figures that dashi's encoder is measured at; internal/bench starts it.

    figure_bench.py POINTS

It says "ready", then answers each line it reads with a whole number, until its input ends. A figure has one column of so many
POINTS, of the kind float64, float32, int or times:

    size KIND       characters of the figure's JSON
    json KIND N     nanoseconds that making it N times took, by fig.to_json: base64 of the array's numbers, since plotly 6
    text KIND N     the same of orjson.dumps of a dict with the array: the numbers as text
"""

import sys
import time

import numpy
import orjson
import plotly.graph_objects as go

POINTS = int(sys.argv[1])
random = numpy.random.default_rng(1)
COLUMNS = {
    "float64": lambda: random.normal(0, 100, POINTS),
    "float32": lambda: random.normal(0, 100, POINTS).astype(numpy.float32),
    "int": lambda: random.integers(0, 1 << 30, POINTS),
    "times": lambda: numpy.datetime64("2026-01-01T00:00:00", "ms") + numpy.arange(POINTS) * numpy.timedelta64(1001, "ms"),
}
made = {}


def figures(kind):
    if kind not in made:
        column = COLUMNS[kind]()
        made[kind] = go.Figure(go.Scatter(y=column)), {"data": [{"type": "scatter", "y": column}]}
    return made[kind]


def size(kind):
    return len(figures(kind)[0].to_json(engine="orjson"))


def json(kind):
    return figures(kind)[0].to_json(engine="orjson")


def text(kind):
    return orjson.dumps(figures(kind)[1], option=orjson.OPT_SERIALIZE_NUMPY)


def took(work, kind, times):
    figures(kind)
    start = time.perf_counter_ns()
    for _ in range(times):
        work(kind)
    return time.perf_counter_ns() - start


def main():
    print("ready", flush=True)
    for line in sys.stdin:
        command, kind, *times = line.split()
        answer = size(kind) if command == "size" else took({"json": json, "text": text}[command], kind, int(times[0]))
        print(answer, flush=True)


if __name__ == "__main__":
    main()
