/**
 * Finds the results whose only copy lies on the node that leaves, and copies them: a task elsewhere takes each as its argument, which makes
 * Ray bring it there. When the node dies, their owners find the copy and compute nothing anew. All of it is Ray's private
 * side (2.53); whatever fails is told in the report, and then the objects are left to Ray.
 *
 * Left out: what a process on the leaving node owns (it dies with its owner wherever it lies), and what `ray.put` made (it lies at
 * its owner).
 */
export const evacuateScript = `
import inspect, json, sys, time
from concurrent.futures import ThreadPoolExecutor

plan = json.loads(sys.argv[1])
report = {"found": 0, "moved": 0, "movedBytes": 0, "trouble": None}

def finished_results(node):
    from ray._private.internal_api import node_stats
    from ray.core.generated import common_pb2
    try:
        stats = node_stats(node["NodeManagerAddress"], node["NodeManagerPort"], include_memory_info=True)
    except Exception:
        return []
    found = []
    for worker in stats.core_workers_stats:
        owner = common_pb2.Address(
            node_id=bytes.fromhex(node["NodeID"]),
            ip_address=worker.ip_address,
            port=worker.port,
            worker_id=worker.worker_id,
        ).SerializeToString()
        # Only the owner of a result knows the state of the task that made it.
        found += [(ref.object_id, owner) for ref in worker.object_refs if ref.task_status == common_pb2.TaskStatus.FINISHED]
    return found

def main():
    import ray
    from ray._private.serialization import _object_ref_deserializer as borrow
    end = time.time() + plan["seconds"]
    ray.init(address=plan["headAddress"], log_to_driver=False, logging_level="ERROR")
    others = [node for node in ray.nodes() if node["Alive"] and node["NodeID"] != plan["nodeId"]]
    with ThreadPoolExecutor(8) as pool:
        owned = dict(pair for found in pool.map(finished_results, others) for pair in found)
    more = [0] * (len(inspect.signature(borrow).parameters) - 4)
    refs = [borrow(object_id, "", owner, b"", *more) for object_id, owner in owned.items()]
    places = ray.experimental.get_object_locations(refs) if refs else {}
    only_here = [ref for ref in refs if places.get(ref, {}).get("node_ids") == [plan["nodeId"]]]
    size = lambda ref: places[ref].get("object_size") or 0
    chosen, total = [], 0
    for ref in sorted(only_here, key=size):
        if total + size(ref) <= plan["bytes"]:
            chosen.append(ref)
            total += size(ref)
    report["found"] = len(only_here)

    @ray.remote(num_cpus=0, max_retries=0, scheduling_strategy="SPREAD", name="raybar_keep_object")
    def keep(value):
        return None

    kept = {keep.remote(ref): ref for ref in chosen}
    waiting = list(kept)
    while waiting and time.time() < end:
        done, waiting = ray.wait(waiting, timeout=max(0, end - time.time()))
        for one in done:
            try:
                ray.get(one)
                report["moved"] += 1
                report["movedBytes"] += size(kept[one])
            except Exception as error:
                report["trouble"] = type(error).__name__

try:
    main()
except Exception as error:
    report["trouble"] = type(error).__name__ + ": " + str(error)[:200]
print("RAYBAR-EVACUATION " + json.dumps(report), flush=True)
`;

export const evacuateMark = 'RAYBAR-EVACUATION ';
