import dbus, { type interface as dbusInterface } from 'dbus-next';

type Members = Parameters<(typeof dbusInterface.Interface)['configureMembers']>[0];

export interface ServedMethods {
  readonly [member: string]: (...args: never[]) => unknown;
}

export interface ServedObject {
  /** Emits one of its signals; several values go as an array. */
  emit(signal: string, value: unknown): void;
}

/**
 * Serves an interface on a bus. dbus-next wants a class with decorators or, as here, one that is configured by hand;
 * a signal is a method of it that gives back what it carries.
 */
export function serveObject(
  bus: dbus.MessageBus,
  at: { readonly path: string; readonly interface: string },
  methods: ServedMethods,
  members: Members,
  properties: Readonly<Record<string, () => unknown>> = {},
): ServedObject {
  class Served extends dbus.interface.Interface {}
  for (const [name, method] of Object.entries(methods)) {
    Object.defineProperty(Served.prototype, name, { value: method, writable: true, configurable: true });
  }
  const emitters = new Map<string, (value: unknown) => void>();
  for (const name of Object.keys(members.signals ?? {})) {
    Object.defineProperty(Served.prototype, name, {
      value: (value: unknown) => value,
      writable: true,
      configurable: true,
    });
  }
  for (const [name, read] of Object.entries(properties))
    Object.defineProperty(Served.prototype, name, { get: read });
  Served.configureMembers(members);
  const served = new Served(at.interface);
  // configureMembers has put the senders in the signals' places.
  for (const name of Object.keys(members.signals ?? {})) {
    emitters.set(name, (value) => Reflect.apply(Reflect.get(served, name), served, [value]));
  }
  bus.export(at.path, served);
  return {
    emit(signal, value) {
      const emit = emitters.get(signal);
      if (emit === undefined) throw new Error(`${at.interface} has no signal ${signal}.`);
      emit(value);
    },
  };
}

/** A method call's answer. Variants are unpacked, however deep. */
export async function callMethod(
  bus: dbus.MessageBus,
  call: {
    readonly destination: string;
    readonly path: string;
    readonly interface: string;
    readonly member: string;
    readonly signature?: string;
    readonly body?: unknown[];
  },
): Promise<unknown[]> {
  const reply = await bus.call(new dbus.Message({ ...call }));
  return (reply?.body ?? []).map(unpacked);
}

export function unpacked(value: unknown): unknown {
  if (value instanceof dbus.Variant) return unpacked(value.value);
  if (Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return value.map(unpacked);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unpacked(each)]));
  }
  return value;
}
