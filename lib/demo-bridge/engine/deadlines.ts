/** Named timers that never keep the process alive. Setting a name again replaces its timer. */
export class Deadlines {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  set(name: string, ms: number, then: () => void): void {
    this.clear(name);
    const timer = setTimeout(() => {
      this.timers.delete(name);
      then();
    }, ms);
    timer.unref();
    this.timers.set(name, timer);
  }

  has(name: string): boolean {
    return this.timers.has(name);
  }

  clear(name: string): void {
    const timer = this.timers.get(name);
    if (timer === undefined) return;
    clearTimeout(timer);
    this.timers.delete(name);
  }

  clearAll(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }
}
