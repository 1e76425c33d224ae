const DEBOUNCE_MS = 500;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 20_000] as const;
const CHANNEL = "trilemma-saves";

interface Told {
  readonly id: string;
  readonly version: number;
}

interface SaveScheduleHandlers {
  /** What is unsaved should be sent now. */
  save(): void;
  /** Somebody may have saved while this window was away. */
  look(): void;
  /** Another window of this browser has saved. */
  heard(told: Told): void;
}

/** When a saver acts: a little after the last change, again after a failure (ever later), when the connection or the window is back. */
export class SaveSchedule {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private failures = 0;
  private disposed = false;
  private readonly channel: BroadcastChannel | null;

  constructor(private readonly handlers: SaveScheduleHandlers) {
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);
    if (this.channel) this.channel.onmessage = (event: MessageEvent<Told>) => handlers.heard(event.data);
    if (typeof window === "undefined") return;
    window.addEventListener("online", handlers.save);
    window.addEventListener("focus", handlers.look);
  }

  get waiting(): boolean {
    return this.timer !== null;
  }

  /** After the last change. */
  soon(): void {
    this.after(DEBOUNCE_MS);
  }

  /** After a failure; returns what to say. */
  again(): { status: "offline" | "retrying"; message: string } {
    this.after(RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)] as number);
    this.failures += 1;
    const offline = typeof navigator !== "undefined" && navigator.onLine === false;
    return offline ? { status: "offline", message: "You are offline." } : { status: "retrying", message: "The server does not answer." };
  }

  /** The server has answered. */
  reached(): void {
    this.failures = 0;
  }

  cancel(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  /** Tells the other windows of this browser. */
  tell(told: Told): void {
    if (!this.disposed) this.channel?.postMessage(told);
  }

  dispose(): void {
    this.disposed = true;
    this.cancel();
    this.channel?.close();
    if (typeof window === "undefined") return;
    window.removeEventListener("online", this.handlers.save);
    window.removeEventListener("focus", this.handlers.look);
  }

  private after(delayMs: number): void {
    this.cancel();
    if (this.disposed) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.handlers.save();
    }, delayMs);
  }
}
