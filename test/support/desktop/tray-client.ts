import dbus from 'dbus-next';
import { z } from 'zod';
import { callMethod } from './dbus-object';

/** A row of the menu as the panel draws it. */
export interface PanelMenuRow {
  readonly id: number;
  /** Without mnemonics; empty for a separator. */
  readonly label: string;
  readonly enabled: boolean;
  readonly checkable: boolean;
  readonly checked: boolean;
  readonly separator: boolean;
  readonly children: readonly PanelMenuRow[];
}

const propertiesSchema = z.object({
  label: z.string().default(''),
  enabled: z.boolean().default(true),
  type: z.string().default('standard'),
  'toggle-type': z.string().default(''),
  'toggle-state': z.number().default(-1),
});

const rowSchema: z.ZodType<PanelMenuRow> = z.lazy(() =>
  z.tuple([z.number(), propertiesSchema, z.array(rowSchema)]).transform(([id, properties, children]) => ({
    id,
    // A single underscore marks a mnemonic, two are one underscore.
    label: properties.label.replaceAll(/_(.)/g, '$1'),
    enabled: properties.enabled,
    checkable: properties['toggle-type'] === 'checkmark',
    checked: properties['toggle-state'] === 1,
    separator: properties.type === 'separator',
    children,
  })),
);

const itemSchema = z.object({
  Title: z.string().default(''),
  ToolTip: z.tuple([z.string(), z.unknown(), z.string(), z.string()]).optional(),
  IconPixmap: z.array(z.tuple([z.number(), z.number(), z.instanceof(Buffer)])).default([]),
});

export interface PanelIcon {
  readonly toolTip: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** ARGB, row by row. */
  readonly pixels: Buffer;
}

/** A tray icon as its panel sees it: read it, click it, open its menu, choose a row. */
export class TrayClient {
  readonly #bus: dbus.MessageBus;
  readonly #item: () => string;

  constructor(bus: dbus.MessageBus, item: () => string) {
    this.#bus = bus;
    this.#item = item;
  }

  async icon(): Promise<PanelIcon> {
    const [properties] = await callMethod(this.#bus, {
      destination: this.#item(),
      path: '/StatusNotifierItem',
      interface: 'org.freedesktop.DBus.Properties',
      member: 'GetAll',
      signature: 's',
      body: ['org.kde.StatusNotifierItem'],
    });
    const item = itemSchema.parse(properties);
    const largest = item.IconPixmap.reduce((a, b) => (b[0] > a[0] ? b : a), [0, 0, Buffer.alloc(0)] as const);
    return {
      toolTip: item.ToolTip?.[2] ?? item.Title,
      widthPx: largest[0],
      heightPx: largest[1],
      pixels: largest[2],
    };
  }

  async menu(): Promise<readonly PanelMenuRow[]> {
    const [, root] = await callMethod(this.#bus, {
      ...this.#menuObject(),
      member: 'GetLayout',
      signature: 'iias',
      body: [0, -1, []],
    });
    return rowSchema.parse(root).children;
  }

  /** @throws Error when there is no such row, or it cannot be chosen */
  async choose(label: string): Promise<void> {
    const { id } = await this.#row(label);
    try {
      await this.#event(id);
    } catch (error) {
      // The menu was set anew between the look and the click: its rows have other ids then.
      const { id: current } = await this.#row(label);
      if (current === id) throw error;
      await this.#event(current);
    }
  }

  async #row(label: string): Promise<PanelMenuRow> {
    const menu = await this.menu();
    const row = findRow(menu, label);
    if (row?.enabled === true) return row;
    throw new Error(`No row “${label}” can be chosen in ${JSON.stringify(menu.map((each) => each.label))}`);
  }

  async #event(id: number): Promise<void> {
    await callMethod(this.#bus, {
      ...this.#menuObject(),
      member: 'Event',
      signature: 'isvu',
      body: [id, 'clicked', new dbus.Variant('i', 0), Math.floor(Date.now() / 1000)],
    });
  }

  /** A plain click on the icon. */
  async click(): Promise<void> {
    await callMethod(this.#bus, {
      destination: this.#item(),
      path: '/StatusNotifierItem',
      interface: 'org.kde.StatusNotifierItem',
      member: 'Activate',
      signature: 'ii',
      body: [0, 0],
    });
  }

  #menuObject() {
    return {
      destination: this.#item(),
      path: '/com/canonical/dbusmenu',
      interface: 'com.canonical.dbusmenu',
    };
  }
}

export function findRow(rows: readonly PanelMenuRow[], label: string): PanelMenuRow | undefined {
  for (const row of rows) {
    const found = row.label === label ? row : findRow(row.children, label);
    if (found !== undefined) return found;
  }
  return undefined;
}
