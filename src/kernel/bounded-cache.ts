interface Entry<Value> {
  readonly value: Value;
  readonly bytes: number;
}

/** What one process keeps so as not to read it again, the least recently used forgotten first. Never needed for an answer. */
export class BoundedCache<Value> {
  private readonly entries = new Map<string, Entry<Value>>();
  private bytes = 0;

  /** @param most entries, and bytes of all together */
  constructor(private readonly most: { readonly entries: number; readonly bytes: number }) {}

  get(key: string): Value | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value;
  }

  /** @param bytes what the value weighs, about; one too heavy for the whole is not kept */
  set(key: string, value: Value, bytes: number): void {
    this.forget(key);
    this.entries.set(key, { value, bytes });
    this.bytes += bytes;
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.most.entries && this.bytes <= this.most.bytes) return;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    this.bytes -= this.entries.get(key)?.bytes ?? 0;
    this.entries.delete(key);
  }
}
