import {
  type Icon,
  IconArrowsShuffle,
  IconArrowsSplit2,
  IconBoxMultiple,
  IconCode,
  IconDatabaseSearch,
  IconEye,
  IconFileSearch,
  IconFileText,
  IconForms,
  IconInputSpark,
  IconLanguage,
  IconListNumbers,
  IconMessage2,
  IconMicrophone,
  IconMovie,
  IconPhoto,
  IconPhotoQuestion,
  IconPhotoScan,
  IconPuzzle,
  IconShieldCheck,
  IconSparkles,
  IconTag,
  IconTerminal2,
  IconTextScan2,
  IconUserScreen,
  IconUsers,
  IconVector,
  IconVideo,
  IconVolume,
  IconWorldSearch,
} from "@tabler/icons-react";

const TASK_ICONS: Readonly<Record<string, Icon>> = {
  "text-generation": IconMessage2,
  "multimodal-generation": IconSparkles,
  "code-generation": IconCode,
  "code-execution": IconTerminal2,
  summarisation: IconFileText,
  summarization: IconFileText,
  translation: IconLanguage,
  extraction: IconForms,
  "text-classification": IconTag,
  embedding: IconVector,
  retrieval: IconDatabaseSearch,
  reranking: IconListNumbers,
  "web-search": IconWorldSearch,
  detection: IconPhotoScan,
  "object-detection": IconPhotoScan,
  tracking: IconUserScreen,
  segmentation: IconPhotoScan,
  "image-classification": IconEye,
  "image-embedding": IconPhoto,
  "visual-question-answering": IconPhotoQuestion,
  "visual-qa": IconPhotoQuestion,
  "video-qa": IconMovie,
  ocr: IconTextScan2,
  "image-generation": IconPhoto,
  "speech-to-text": IconMicrophone,
  "text-to-speech": IconVolume,
  diarisation: IconUsers,
  diarization: IconUsers,
  "voice-activity-detection": IconMicrophone,
  moderation: IconShieldCheck,
  routing: IconArrowsShuffle,
};

const TYPE_ICONS: Readonly<Record<string, Icon>> = {
  text: IconMessage2,
  tokens: IconMessage2,
  vector: IconVector,
  documents: IconFileSearch,
  image: IconPhoto,
  audio: IconMicrophone,
  video: IconVideo,
  boxes: IconBoxMultiple,
  label: IconTag,
};

interface IconProps {
  size?: number;
}

/** The icon of a task; operators with alternatives have one of their own. */
export function TaskIcon({ task, size = 16 }: IconProps & { task: string | undefined }) {
  const Shape = task === undefined ? IconArrowsSplit2 : (TASK_ICONS[task] ?? IconPuzzle);
  return <Shape size={size} stroke={1.6} aria-hidden />;
}

/** The icon of what an input sends. */
export function TypeIcon({ type, size = 16 }: IconProps & { type: string | undefined }) {
  const Shape = TYPE_ICONS[type ?? ""] ?? IconInputSpark;
  return <Shape size={size} stroke={1.6} aria-hidden />;
}
