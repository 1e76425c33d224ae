/** Where the works that the built-in figures cite can be read. The citation itself stays the figure's source; this only leads there. */
const WORKS: readonly (readonly [needle: string, address: string])[] = [
  ["ML.ENERGY", "https://github.com/ml-energy/leaderboard"],
  ["AIConfigurator", "https://github.com/ai-dynamo/aiconfigurator"],
  ["timm results", "https://github.com/huggingface/pytorch-image-models/tree/main/results"],
  ["Open ASR Leaderboard", "https://huggingface.co/spaces/hf-audio/open_asr_leaderboard"],
  ["Sentence-Transformers", "https://github.com/huggingface/sentence-transformers"],
  ["YOLOX", "https://github.com/Megvii-BaseDetection/YOLOX"],
  ["faster-whisper", "https://github.com/SYSTRAN/faster-whisper"],
  ["Aider polyglot", "https://aider.chat/docs/leaderboards/"],
  ["genai-prices", "https://github.com/pydantic/genai-prices"],
  ["Azure LLM inference trace", "https://github.com/Azure/AzurePublicDataset"],
  ["RouteLLM", "https://github.com/lm-sys/RouteLLM"],
  ["Vidur", "https://github.com/microsoft/vidur"],
  ["PaddleOCR", "https://github.com/PaddlePaddle/PaddleOCR"],
  ["AWS on-demand", "https://aws.amazon.com/ec2/pricing/on-demand/"],
  ["Azure pay-as-you-go", "https://azure.microsoft.com/pricing/details/virtual-machines/linux/"],
];

const ADDRESS = /https?:\/\/[^\s,;)\]]+/;

/** The first address in a citation, or that of a work it names; null when there is neither. */
export function addressOfSource(source: string): string | null {
  return ADDRESS.exec(source)?.[0] ?? WORKS.find(([needle]) => source.includes(needle))?.[1] ?? null;
}
