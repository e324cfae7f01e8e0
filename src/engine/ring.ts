/** A member's place in a ring; keep it to remove the member in constant time. */
export class Place<T> {
  readonly value: T;
  next: Place<T> = this;
  previous: Place<T> = this;

  constructor(value: T) {
    this.value = value;
  }
}

/**
 * Members that take turns. A linked list because everything here is O(1): a Set in insertion order would
 * do, but walks over the holes that its own rotation leaves behind.
 */
export class Ring<T> {
  #head: Place<T> | undefined;

  get isEmpty(): boolean {
    return this.#head === undefined;
  }

  /** Adds a member whose turn comes after all others. */
  add(value: T): Place<T> {
    const place = new Place(value);
    const head = this.#head;
    if (head === undefined) {
      this.#head = place;
      return place;
    }
    place.next = head;
    place.previous = head.previous;
    head.previous.next = place;
    head.previous = place;
    return place;
  }

  /** Whose turn it is; the turn passes on. */
  next(): T | undefined {
    const head = this.#head;
    if (head === undefined) return undefined;
    this.#head = head.next;
    return head.value;
  }

  remove(place: Place<T>): void {
    if (place.next === place) {
      this.#head = undefined;
      return;
    }
    place.previous.next = place.next;
    place.next.previous = place.previous;
    if (this.#head === place) this.#head = place.next;
  }
}
