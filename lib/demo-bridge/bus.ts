/** Hands each event to every subscriber, in the order of subscription, before `emit` returns. */
export class Bus<E> {
  private readonly subscribers = new Set<(event: E) => void>();

  /** @returns a function that ends the subscription. */
  subscribe(subscriber: (event: E) => void): () => void {
    this.subscribers.add(subscriber);
    return () => this.subscribers.delete(subscriber);
  }

  emit(event: E): void {
    for (const subscriber of this.subscribers) subscriber(event);
  }
}
