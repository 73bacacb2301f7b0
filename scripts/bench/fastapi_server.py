"""The stack of the seed document, sending what the portal sends: FastAPI on uvicorn, told what to do over HTTP."""

import asyncio
import json
import time

from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app = FastAPI()
tabs = []


def sync(deadline):
    left = (deadline - time.monotonic()) * 1000
    return json.dumps({"type": "sync", "id": "prompt0000", "remaining_ms": left, "revision": 1})


async def send_all(deadline):
    text = sync(deadline)
    for tab in tabs:
        await tab.send_text(text)


@app.websocket("/ws")
async def serve_tab(tab: WebSocket):
    await tab.accept()
    tabs.append(tab)
    try:
        while True:
            await tab.receive_text()
    except WebSocketDisconnect:
        tabs.remove(tab)


@app.get("/usage")
def usage():
    return {"cpu_ms": time.process_time() * 1000}


@app.get("/rounds")
async def rounds(count: int):
    deadline = time.monotonic() + 3600
    for _ in range(count):
        await send_all(deadline)
        await asyncio.sleep(0)
    return {}


async def push(tab, deadline, seconds):
    for _ in range(seconds):
        left = (deadline - time.monotonic()) * 1000
        await tab.send_json({"type": "sync", "id": "prompt0000", "remaining_ms": left, "revision": 1})
        await asyncio.sleep(1)


@app.get("/tick")
async def tick(seconds: int):
    """One push a second, each connection's own, as such servers are written."""
    deadline = time.monotonic() + 3600
    await asyncio.gather(*(push(tab, deadline, seconds) for tab in tabs))
    return {}
