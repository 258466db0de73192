"""Flask-Caching at the work that dashi's memo is measured at; internal/bench starts it.

    flask_caching_bench.py simple
    flask_caching_bench.py files FOLDER
    flask_caching_bench.py redis HOST:PORT

It says "ready", then answers each line it reads with a whole number, until its input ends:

    hits text N             nanoseconds that N hits of a text of 2 kB took, under 100 arguments in turn
    hits figure N           the same of a figure with 2 x 25,000 numbers
    stampede KEY THREADS    how many times a function of 100 ms ran when so many threads called it with one new argument
"""

import random
import sys
import threading
import time

from flask import Flask
from flask_caching import Cache

TIMEOUT = 3600


def config(backend, where):
    if backend == "simple":
        return {"CACHE_TYPE": "SimpleCache"}
    if backend == "files":
        return {"CACHE_TYPE": "FileSystemCache", "CACHE_DIR": where}
    if backend == "redis":
        host, _, port = where.rpartition(":")
        return {"CACHE_TYPE": "RedisCache", "CACHE_REDIS_HOST": host, "CACHE_REDIS_PORT": int(port)}
    raise SystemExit(f"the back end is simple, files or redis, not {backend!r}")


app = Flask(__name__)
cache = Cache(app, config=config(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""))
computed = []  # an argument for each time a function below ran


@cache.memoize(timeout=TIMEOUT)
def text(city):
    computed.append(city)
    return "".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=2000))


@cache.memoize(timeout=TIMEOUT)
def figure(city):
    computed.append(city)
    return {"data": [{"type": "scatter", "y": [random.gauss(0, 100) for _ in range(25_000)]} for _ in range(2)]}


@cache.memoize(timeout=TIMEOUT)
def slow(key):
    computed.append(key)
    time.sleep(0.1)
    return key


CITIES = [f"city-{i:03d}" for i in range(100)]
WORK = {"text": (text, CITIES), "figure": (figure, CITIES[:1])}


def hits(name, times):
    function, arguments = WORK[name]
    for argument in arguments:
        function(argument)
    calls = (arguments * (times // len(arguments) + 1))[:times]
    before = len(computed)
    start = time.perf_counter_ns()
    for argument in calls:
        function(argument)
    took = time.perf_counter_ns() - start
    if len(computed) != before:
        raise SystemExit(f"{name}: {len(computed) - before} misses where hits were to be measured")
    return took


def stampede(key, threads):
    before = len(computed)
    barrier = threading.Barrier(threads)

    def call():
        with app.app_context():
            barrier.wait()
            slow(key)

    started = [threading.Thread(target=call) for _ in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    return len(computed) - before


def main():
    print("ready", flush=True)
    for line in sys.stdin:
        command, what, number = line.split()
        answer = {"hits": hits, "stampede": stampede}[command]
        print(answer(what, int(number)), flush=True)


if __name__ == "__main__":
    with app.app_context():
        main()
