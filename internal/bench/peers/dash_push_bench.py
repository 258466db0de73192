"""A page whose one property Dash sets by push, over the WebSocket back end on FastAPI, for internal/bench/push_dash.go.

Each page runs one persistent callback, which waits for the feed and sets the property to what it has then. The script greets with "ready" and
answers each line with a whole number:

    port                            where it listens
    used                            CPU time of the process, in nanoseconds
    push <updates> <milliseconds>   publish so many, one every so often; the answer is their number

An update is the text "<number> <nanoseconds since 1970>". It ends with its input.
"""

import asyncio
import os
import sys
import threading
import time

try:
    import resource
except ImportError:  # not a Unix
    resource = None

import uvicorn
from dash import Dash, ctx, html


class Feed:
    """The latest value, and an event that is set when there is another."""

    def __init__(self):
        self.value = ""
        self.changed = asyncio.Event()

    def publish(self, value):
        self.value = value
        changed, self.changed = self.changed, asyncio.Event()
        changed.set()


feed = Feed()
app = Dash(__name__, backend="fastapi")
app.layout = html.Div(id="clock")


@app.callback(websocket=True, persistent=True)
async def follow():
    page = ctx.websocket
    await page.set_prop("clock", "children", "welcome")
    while not page.is_shutdown:
        await feed.changed.wait()
        await page.set_prop("clock", "children", feed.value)


async def push(updates, milliseconds):
    start = time.monotonic()
    for number in range(updates):
        await asyncio.sleep(max(0, start + number * milliseconds / 1000 - time.monotonic()))
        feed.publish(f"{number} {time.time_ns()}")
    return updates


class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets=sockets)
        threading.Thread(target=self.answer_all, args=(asyncio.get_running_loop(),), daemon=True).start()

    def answer_all(self, loop):
        print("ready", flush=True)
        for line in sys.stdin:
            print(self.answer(loop, *line.split()), flush=True)
        os._exit(0)

    def answer(self, loop, command, *numbers):
        if command == "port":
            return self.servers[0].sockets[0].getsockname()[1]
        if command == "used":
            return time.process_time_ns()
        if command == "push":
            return asyncio.run_coroutine_threadsafe(push(*map(int, numbers)), loop).result()
        raise SystemExit(f"no command is called {command}")


def open_many():
    """Let the process have as many files open as it may, as Go does by itself."""
    if resource:
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = 10_240 if most == resource.RLIM_INFINITY else most
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    open_many()
    Server(uvicorn.Config(app.server, host="127.0.0.1", port=0, log_level="error")).run()
