/**
 * Device names that catalogue and infrastructure profiles share, with the facts that scaling uses.
 * Bandwidth, arithmetic, memory and board power of the data-centre GPUs: NVIDIA AIConfigurator system files (commit 095f58a, Apache-2.0);
 * of the others: the makers' data sheets, not re-read (marked assumed where used).
 */
export interface Device {
  id: string;
  title: string;
  memoryGiB: number;
  /** Memory bandwidth, 10^9 bytes/s. */
  bandwidthGBps: number;
  /** Dense bf16 arithmetic, 10^12 operations/s. */
  bf16Tflops: number;
  /** Board power, W; idle is assumed (see IDLE_SHARE). */
  boardPowerW: number;
  cited: boolean;
}

/** Idle draw as a share of board power: assumed from idle readings of 40 to 75 W that owners of 300 to 700 W boards report. */
export const IDLE_SHARE = 0.12;

const row = (id: string, title: string, memoryGiB: number, bandwidthGBps: number, bf16Tflops: number, boardPowerW: number, cited: boolean): Device => ({
  id,
  title,
  memoryGiB,
  bandwidthGBps,
  bf16Tflops,
  boardPowerW,
  cited,
});

export const DEVICES: readonly Device[] = [
  row("a100-40gb", "NVIDIA A100 40 GB", 40, 1555, 312, 400, false),
  row("a100-80gb", "NVIDIA A100 80 GB", 80, 2039, 312, 400, true),
  row("h100-80gb", "NVIDIA H100 80 GB", 80, 3350, 989, 700, true),
  row("h200", "NVIDIA H200 141 GB", 141, 4800, 989, 700, true),
  row("b200", "NVIDIA B200 180 GB", 180, 7700, 2250, 1000, true),
  row("l4", "NVIDIA L4 24 GB", 24, 300, 121, 72, true),
  row("l40s", "NVIDIA L40S 48 GB", 45, 864, 362, 350, true),
  row("a10g", "NVIDIA A10G 24 GB", 24, 600, 70, 300, false),
  row("t4", "NVIDIA T4 16 GB", 16, 320, 65, 70, false),
  row("v100-32gb", "NVIDIA V100 32 GB", 32, 900, 125, 300, false),
  row("rtx-3090", "NVIDIA RTX 3090 24 GB", 24, 936, 71, 350, false),
  row("rtx-4090", "NVIDIA RTX 4090 24 GB", 24, 1008, 165, 450, false),
  row("rtx-5090", "NVIDIA RTX 5090 32 GB", 32, 1792, 210, 575, false),
  row("vehicle-soc", "Vehicle computer (embedded GPU)", 32, 205, 43, 60, false),
  row("phone-npu", "Phone with neural engine", 8, 68, 15, 6, false),
  row("xeon-8-threads", "8 threads of a server CPU", 32, 40, 1, 90, false),
  row("i9-10940x", "Intel Core i9-10940X", 64, 94, 2, 165, false),
  row("i7-12700h", "Intel Core i7-12700H", 32, 76, 1.5, 45, false),
];

const BY_ID = new Map(DEVICES.map((device) => [device.id, device]));

export function deviceOf(id: string): Device {
  const device = BY_ID.get(id);
  if (!device) throw new Error(`unknown device ${id}`);
  return device;
}
