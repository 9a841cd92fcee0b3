"""Runs one script of the shared peers under orders, so that it and we work by turns in the same minute.

    python3 shared_peer.py PEERS SCRIPT.py ARGUMENT..

The script's own measuring is replaced: each variant that it would time prints "ready", then runs once for each line
"run" of the standard input ("ran WALL CPU", in seconds) until a line "next". What the script reports of a variant
is printed as "report JSON".
"""
import gc
import importlib
import json
import os
import sys
import time

peers, script, *arguments = sys.argv[1:]
sys.path.insert(0, peers)
sys.dont_write_bytecode = True
import common


def orders(work):
    """Does the work as often as it is told; the runs, and the last answer."""
    print("ready", flush=True)
    runs, answer = [], None
    for line in sys.stdin:
        if line.strip() == "next":
            break
        answer = None
        gc.collect()
        wall, cpu, answer = work()
        runs.append((wall, cpu, 0.0, 0.0))
        print(f"ran {wall:.6f} {cpu:.6f}", flush=True)
    else:
        sys.exit(0)
    if not runs:
        answer = work()[2]
        runs.append((0.0, 0.0, 0.0, 0.0))
    return runs, answer


def measure(work, repeat, patience=60.0):
    def once():
        cpu, wall = os.times(), time.perf_counter()
        answer = work()
        wall = time.perf_counter() - wall
        end = os.times()
        return wall, sum(end[:4]) - sum(cpu[:4]), answer
    return orders(once)


program = common.measure_program


def measure_program(command, repeat, env=None, patience=60.0):
    def once():
        runs, peak, texts = program(command, 1, env, 0.0)
        return runs[0][0], runs[0][1], (peak, texts)
    runs, (peak, texts) = orders(once)
    return runs, peak, texts


def report(task, peer, runs, quality, before=None, **more):
    print("report " + json.dumps({"task": task, "peer": peer, "quality": quality}), flush=True)


common.measure, common.measure_program, common.report = measure, measure_program, report
sys.argv = [script, *arguments]
importlib.import_module(script.removesuffix(".py")).main()
