import type { Implementation, Profile } from "../../../core/documents/catalogue";
import { numberOf, readFigures, textOf } from "../figures/read";
import { assumedQuality, measuredShare } from "./common";
import { deviceOf } from "./devices";
import { FASTER_WHISPER, OPEN_ASR, remembered } from "./sources";
import { tidy } from "./yaml";

/** What one call is: a turn of speech of this length. Other lengths scale in proportion. */
export const UTTERANCE_SECONDS = 10;
/** Speakers are told apart over a longer window. */
const WINDOW_SECONDS = 30;

const NAMES: Record<string, readonly [name: string, title: string]> = {
  "openai/whisper-large-v3": ["whisper-large-v3", "Whisper large v3"],
  "openai/whisper-large-v3-turbo": ["whisper-large-v3-turbo", "Whisper large v3 turbo"],
  "openai/whisper-medium.en": ["whisper-medium-en", "Whisper medium (English)"],
  "openai/whisper-small.en": ["whisper-small-en", "Whisper small (English)"],
  "openai/whisper-base.en": ["whisper-base-en", "Whisper base (English)"],
  "openai/whisper-tiny.en": ["whisper-tiny-en", "Whisper tiny (English)"],
  "nvidia/parakeet-tdt-0.6b-v3": ["parakeet-tdt-0.6b", "Parakeet TDT 0.6B v3"],
  "nvidia/parakeet-tdt-1.1b": ["parakeet-tdt-1.1b", "Parakeet TDT 1.1B"],
  "nvidia/canary-qwen-2.5b": ["canary-qwen-2.5b", "Canary Qwen 2.5B"],
  "nvidia/canary-1b-flash": ["canary-1b-flash", "Canary 1B flash"],
  "distil-whisper/distil-large-v3.5": ["distil-whisper-large-v3.5", "Distil-Whisper large v3.5"],
  "facebook/wav2vec2-base-960h": ["wav2vec2-base-960h", "wav2vec 2.0 base"],
  "usefulsensors/moonshine-base": ["moonshine-base", "Moonshine base"],
  "usefulsensors/moonshine-tiny": ["moonshine-tiny", "Moonshine tiny"],
  "Qwen/Qwen3-ASR-1.7B": ["qwen3-asr-1.7b", "Qwen 3 ASR 1.7B"],
  "elevenlabs/scribe_v2": ["scribe-v2", "ElevenLabs Scribe v2"],
  "assemblyai/universal-3-pro": ["universal-3-pro", "AssemblyAI Universal 3 Pro"],
  "mistralai/Voxtral-Small-24B-2507": ["voxtral-small-24b", "Voxtral Small 24B"],
};

/** Devices that a model of at most this many 10^9 parameters is also offered on, by scaling. */
const SMALL = ["l4", "rtx-4090"] as const;
/** Models small enough for a CPU or a phone. */
const TINY = 0.3;

function gpuProfiles(rtfx: number, sizeB: number): Profile[] {
  const batch = 8;
  const memoryGiB = tidy(Math.max(1, sizeB * 2.4 + 1), 3);
  const base = deviceOf("a100-80gb");
  const at = (device: string, factor: number, cited: boolean): Profile => ({
    device,
    batch,
    latencyMs: { mean: tidy((1000 * UTTERANCE_SECONDS * batch * factor) / rtfx, 4) },
    cv: 0.5,
    memoryGiB,
    powerW: deviceOf(device).boardPowerW,
    source: cited
      ? `${OPEN_ASR}: seconds of audio per second, as time of ${batch} turns of ${UTTERANCE_SECONDS} s; the leaderboard's machine taken to be an A100 80 GB; cv assumed`
      : `assumed: the A100 figure (${OPEN_ASR}) times ${factor.toFixed(2)}, the ratio of memory bandwidths`,
    evidence: cited ? "measured" : "assumed",
  });
  const profiles = [at("a100-80gb", 1, true)];
  for (const device of [...SMALL, "h100-80gb"]) profiles.push(at(device, base.bandwidthGBps / deviceOf(device).bandwidthGBps, false));
  return profiles;
}

/** Small models on processors, scaled by parameters from the one that is timed there. */
function cpuProfiles(sizeB: number, device: "xeon-8-threads" | "phone-npu" | "i7-12700h"): Profile {
  // faster-whisper small (0.244 billion parameters), int8, beam 5: 124 s for 13 minutes on 8 threads of a Xeon Gold 6226R.
  const secondsPerAudioSecond = (124 / 780) * (sizeB / 0.244);
  const factor = device === "phone-npu" ? 2.5 : device === "i7-12700h" ? 0.9 : 1;
  const measured = sizeB === 0.244 && factor === 1;
  return {
    device,
    latencyMs: { mean: tidy(1000 * UTTERANCE_SECONDS * secondsPerAudioSecond * factor, 4) },
    cv: 0.5,
    memoryGiB: tidy(0.5 + sizeB * 2, 3),
    powerW: device === "phone-npu" ? 4 : deviceOf(device).boardPowerW,
    source: measured
      ? `${FASTER_WHISPER}: 124 s for 13 minutes of audio, int8, beam 5, Xeon Gold 6226R with 8 threads, as one turn of ${UTTERANCE_SECONDS} s; cv assumed`
      : `assumed: ${FASTER_WHISPER} (small, int8, 8 threads of a Xeon) times the ratio of parameters${factor === 1 ? "" : ` times ${factor} for the device`}`,
    evidence: measured ? "measured" : "assumed",
  };
}

const SIZES: Record<string, number> = { "whisper-small-en": 0.244, "whisper-medium-en": 0.769 };

function speechToText(): Implementation[] {
  const result: Implementation[] = [];
  for (const row of readFigures("speech-models.csv")) {
    const named = NAMES[textOf(row, "model")];
    if (!named) throw new Error(`no name for ${textOf(row, "model")}`);
    const [name, title] = named;
    const rtfx = numberOf(row, "rtfx");
    const listed = numberOf(row, "size_b");
    const size = SIZES[name] ?? (listed > 0 ? listed : 0.1);
    const implementation: Implementation = {
      name,
      title,
      task: "speech-to-text",
      outputBytes: 240,
      quality: [measuredShare(1 - numberOf(row, "wer_percent") / 100, "1 - word error rate", "Open ASR, English short form", OPEN_ASR)],
    };
    if (rtfx > 0) {
      implementation.profiles = gpuProfiles(rtfx, size);
      if (size <= TINY) implementation.profiles.push(cpuProfiles(size, "xeon-8-threads"), cpuProfiles(size, "i7-12700h"));
      if (size <= 0.08) implementation.profiles.push(cpuProfiles(size, "phone-npu"));
    } else {
      implementation.api = {
        pricePerCallUsd: tidy((0.4 / 3600) * UTTERANCE_SECONDS, 4),
        latencyMs: { p50: 700, p95: 1800 },
        maxRps: 50,
        source: `assumed: about 0.40 US$ per hour of audio, and one to two seconds for a turn of ${UTTERANCE_SECONDS} s`,
        evidence: "assumed",
      };
    }
    result.push(implementation);
  }
  result.push({
    name: "whisper-large-v2-faster",
    title: "Whisper large v2 in faster-whisper",
    task: "speech-to-text",
    outputBytes: 240,
    quality: [measuredShare(1 - 0.07835, "1 - word error rate", "Open ASR, English short form", OPEN_ASR)],
    profiles: [
      {
        device: "v100-32gb",
        latencyMs: { mean: tidy((54_000 * UTTERANCE_SECONDS) / 780, 4) },
        cv: 0.5,
        memoryGiB: 4.7,
        powerW: 300,
        source: `${FASTER_WHISPER}: 54 s for 13 minutes of audio, fp16, beam 5; cv and powerW assumed`,
        evidence: "measured",
      },
      {
        device: "v100-32gb",
        latencyMs: { mean: tidy((59_000 * UTTERANCE_SECONDS) / 780, 4) },
        cv: 0.5,
        memoryGiB: 3.1,
        powerW: 250,
        source: `${FASTER_WHISPER}: 59 s for 13 minutes of audio, int8, beam 5; cv and powerW assumed`,
        evidence: "measured",
      },
    ],
  });
  return result;
}

/** Spoken seconds of one reply sentence. */
const SENTENCE_SECONDS = 4;
const TTS_SOURCE = "CPU-only speech synthesis benchmark, heyneo.com (Intel Xeon, 4 cores; UTMOS on every sample)";

function textToSpeech(): Implementation[] {
  const voice = (name: string, title: string, rtf: number, mos: number, memoryGiB: number): Implementation => ({
    name,
    title,
    task: "text-to-speech",
    outputBytes: SENTENCE_SECONDS * 4000,
    quality: [
      {
        value: tidy((mos - 1) / 4, 4),
        metric: "predicted naturalness (UTMOS, scaled to 0..1)",
        source: `${TTS_SOURCE}: UTMOS ${mos}`,
        samples: 30,
        evidence: "measured",
      },
    ],
    profiles: [
      {
        device: "xeon-8-threads",
        latencyMs: { mean: tidy(1000 * SENTENCE_SECONDS * rtf, 4) },
        cv: 0.3,
        memoryGiB,
        powerW: 60,
        source: `${TTS_SOURCE}: real-time factor ${rtf}, as one sentence of ${SENTENCE_SECONDS} s; cv and powerW assumed`,
        samples: 30,
        evidence: "measured",
      },
      {
        device: "i7-12700h",
        latencyMs: { mean: tidy(900 * SENTENCE_SECONDS * rtf, 4) },
        cv: 0.3,
        memoryGiB,
        powerW: 45,
        source: "assumed: a tenth faster than 4 cores of the Xeon",
        evidence: "assumed",
      },
      {
        device: "l4",
        latencyMs: { mean: tidy((1000 * SENTENCE_SECONDS * rtf) / 12, 4) },
        cv: 0.3,
        memoryGiB: memoryGiB + 1,
        powerW: 50,
        source: "assumed: twelve times the speed of 4 CPU cores",
        evidence: "assumed",
      },
      {
        device: "rtx-4090",
        latencyMs: { mean: tidy((1000 * SENTENCE_SECONDS * rtf) / 30, 4) },
        cv: 0.3,
        memoryGiB: memoryGiB + 1,
        powerW: 200,
        source: "assumed: thirty times the speed of 4 CPU cores",
        evidence: "assumed",
      },
    ],
  });
  return [
    voice("kokoro-82m", "Kokoro 82M (ONNX)", 0.5711, 4.44, 1),
    voice("supertonic-3", "Supertonic 3, 5 steps", 0.3164, 4.37, 1),
    voice("supertonic-3-fast", "Supertonic 3, 2 steps", 0.1781, 1.53, 1),
    voice("inflect-nano", "Inflect Nano 4.6M", 0.1376, 3.48, 0.5),
    {
      name: "gpt-4o-mini-tts",
      title: "GPT-4o mini TTS",
      task: "text-to-speech",
      outputBytes: SENTENCE_SECONDS * 4000,
      quality: [assumedQuality(0.88, "predicted naturalness (scaled to 0..1)", "a little above the best open voice; no comparable score is published")],
      api: {
        pricePerCallUsd: tidy((0.015 / 60) * SENTENCE_SECONDS, 4),
        latencyMs: { p50: 600, p95: 1500 },
        maxRps: 50,
        source: "assumed: about 0.015 US$ per spoken minute (12 US$ per million audio tokens), first sentence in about 0.6 s",
        evidence: "assumed",
      },
    },
  ];
}

function diarisation(): Implementation[] {
  const VOX = "VoxConverse";
  return [
    {
      name: "pyannote-3.1",
      title: "pyannote 3.1",
      task: "diarisation",
      outputBytes: 400,
      quality: [measuredShare(1 - 0.112, "1 - diarisation error rate", VOX, "pyannote benchmark page, as cited by foxnosetech/diarize")],
      profiles: [
        {
          device: "v100-32gb",
          latencyMs: { mean: WINDOW_SECONDS * 25 },
          cv: 0.3,
          memoryGiB: 3,
          powerW: 200,
          source: `pyannote model card: one hour in about 1.5 minutes on a V100, as a window of ${WINDOW_SECONDS} s; cv assumed`,
          evidence: "measured",
        },
        {
          device: "l4",
          latencyMs: { mean: WINDOW_SECONDS * 38 },
          cv: 0.3,
          memoryGiB: 3,
          powerW: 60,
          source: "assumed: 1.5 times the V100's time (half-size batches, a third of the bandwidth)",
          evidence: "assumed",
        },
        {
          device: "a100-80gb",
          latencyMs: { mean: WINDOW_SECONDS * 14 },
          cv: 0.3,
          memoryGiB: 3,
          powerW: 200,
          source: "assumed: 0.55 of the V100's time (ratio of bandwidths 0.44, host work unchanged)",
          evidence: "assumed",
        },
        {
          device: "xeon-8-threads",
          latencyMs: { mean: WINDOW_SECONDS * 1740 },
          cv: 0.3,
          memoryGiB: 3,
          powerW: 90,
          source: "foxnosetech/diarize benchmark: real-time factor 1.74 on an Apple M2 Pro; taken for 8 server threads: assumed",
          evidence: "assumed",
        },
      ],
    },
    {
      name: "diarize-onnx",
      title: "diarize (ONNX, CPU)",
      task: "diarisation",
      outputBytes: 400,
      quality: [measuredShare(1 - 0.108, "1 - diarisation error rate", VOX, "foxnosetech/diarize benchmark", 216)].map((row) => ({
        ...row,
        ci95: undefined,
        source: "foxnosetech/diarize benchmark (216 files)",
      })),
      profiles: [
        {
          device: "xeon-8-threads",
          latencyMs: { mean: WINDOW_SECONDS * 120 },
          cv: 0.3,
          memoryGiB: 2,
          powerW: 90,
          source: "foxnosetech/diarize benchmark: real-time factor 0.12 on an Apple M2 Pro; taken for 8 server threads: assumed",
          evidence: "assumed",
        },
        {
          device: "i7-12700h",
          latencyMs: { mean: WINDOW_SECONDS * 130 },
          cv: 0.3,
          memoryGiB: 2,
          powerW: 45,
          source: "assumed: as the Apple M2 Pro, a little slower",
          evidence: "assumed",
        },
      ],
    },
    {
      name: "sortformer-v2",
      title: "Sortformer v2, streaming",
      task: "diarisation",
      outputBytes: 400,
      quality: [assumedQuality(0.86, "1 - diarisation error rate", "between the two open systems of Benchmarking Diarization Models (arXiv 2509.26177)")],
      profiles: [
        {
          device: "a100-80gb",
          latencyMs: { mean: tidy((WINDOW_SECONDS * 1000) / 214, 4) },
          cv: 0.3,
          memoryGiB: 4,
          powerW: 250,
          source: "Benchmarking Diarization Models (arXiv 2509.26177): 214 times real time; device taken to be an A100",
          evidence: "measured",
        },
        {
          device: "l4",
          latencyMs: { mean: tidy((WINDOW_SECONDS * 1000 * 6.8) / 214, 4) },
          cv: 0.3,
          memoryGiB: 4,
          powerW: 72,
          source: "assumed: the A100 figure times 6.8, the ratio of memory bandwidths",
          evidence: "assumed",
        },
      ],
    },
  ];
}

function voiceActivity(): Implementation[] {
  const detector = (name: string, title: string, milliseconds: number, share: number): Implementation => ({
    name,
    title,
    task: "voice-activity-detection",
    outputBytes: 320_000,
    quality: [assumedQuality(share, "frames classified rightly", remembered("detection quality"))],
    profiles: ["xeon-8-threads", "i7-12700h", "phone-npu"].map((device) => ({
      device,
      latencyMs: { mean: device === "phone-npu" ? milliseconds * 2 : milliseconds },
      cv: 0.2,
      memoryGiB: 0.2,
      powerW: device === "phone-npu" ? 1 : 20,
      source: `assumed: about a thousandth of the ${UTTERANCE_SECONDS} s of audio per megabyte of weights`,
      evidence: "assumed" as const,
    })),
  });
  return [detector("silero-vad", "Silero VAD", 30, 0.95), detector("webrtc-vad", "WebRTC VAD", 4, 0.83)];
}

export function speechImplementations(): Implementation[] {
  return [...speechToText(), ...textToSpeech(), ...diarisation(), ...voiceActivity()];
}
