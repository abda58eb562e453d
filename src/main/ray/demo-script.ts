/** What the demo's script prints for us among whatever else Ray prints. */
export const demoMark = 'RAYBAR-DEMO ';
export const demoFirstWords = 'Asked for';
export const demoTaskName = 'raybar_demo';

export interface DemoScript {
  nodeId: string;
  seconds: number;
  /** What the task asks for beside no CPU, e.g. {"gpu_apple_mps": 0.001}. */
  resources: Record<string, number>;
  cpus: number;
}

// Runs on the head as the job's driver; the task in it runs on the node that is meant, or nowhere.
const program = `
import json, sys, time
import ray
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

plan = json.loads(sys.argv[1])

def device():
    try:
        import torch
        return "mps" if torch.backends.mps.is_available() else "cpu"
    except ImportError:
        return None

@ray.remote(
    name="${demoTaskName}",
    num_cpus=plan["cpus"],
    resources=plan["resources"],
    max_retries=0,
    scheduling_strategy=NodeAffinitySchedulingStrategy(plan["nodeId"], soft=False),
)
def work():
    import platform, random
    context = ray.get_runtime_context()
    torch_device = device()
    end, drawn, inside = time.time() + plan["seconds"], 0, 0
    while time.time() < end:
        if torch_device is not None:
            import torch
            points = torch.rand(2, 200_000, device=torch_device)
            inside += int((points.square().sum(0) <= 1).sum())
            drawn += 200_000
        else:
            for _ in range(20_000):
                inside += random.random() ** 2 + random.random() ** 2 <= 1
            drawn += 20_000
        time.sleep(0.05)
    return {
        "nodeId": context.get_node_id(),
        "taskId": context.get_task_id(),
        "host": platform.node(),
        "device": torch_device or "python",
        "pi": 4 * inside / drawn,
        "drawn": drawn,
    }

ray.init(log_to_driver=False)
print("${demoFirstWords}", plan["resources"] or {"CPU": plan["cpus"]}, flush=True)
answer = ray.get(work.remote())
print(f"{answer['host']} drew {answer['drawn']} points ({answer['device']}): pi is about {answer['pi']:.4f}", flush=True)
print("${demoMark}" + json.dumps({"nodeId": answer["nodeId"], "taskId": answer["taskId"]}), flush=True)
`;

/** The interpreter of the head's own Ray, from its raylet's command line: for a head whose environment is not in PATH. */
const rayletsPython = [
  'raylet=$(ps -o ppid= -p $PPID 2>/dev/null)',
  String.raw`own=$(ps -ww -o args= -p $raylet 2>/dev/null | sed -n -e 's/.*--python_worker_command="\([^"]*\)".*/\1/p' -e 's/.*--python_worker_command=\([^" ]*\) .*/\1/p')`,
].join('; ');

/**
 * Pure: the shell line that the head runs. The program goes as base64 so that no quoting can hurt it, and whichever Python has Ray runs
 * it: the head's own, or one in PATH.
 */
export function demoEntrypoint(script: DemoScript): string {
  const encoded = Buffer.from(program).toString('base64');
  const plan = Buffer.from(JSON.stringify(script)).toString('base64');
  const find = `import importlib.util as u, sys; sys.exit(u.find_spec('ray') is None)`;
  const run = `import base64, sys; sys.argv = ['demo', base64.b64decode('${plan}').decode()]; exec(base64.b64decode('${encoded}'))`;
  return [
    rayletsPython,
    `for p in "$own" python python3; do if "$p" -c "${find}" 2>/dev/null; then exec "$p" -c "${run}"; fi; done`,
    'echo "Found no Python with Ray on the head"',
    'exit 1',
  ].join('; ');
}
