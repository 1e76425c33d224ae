/** What flows over an edge. `any` fits everything. */
export const PORT_TYPES = ["text", "tokens", "vector", "documents", "image", "audio", "video", "boxes", "label", "any"] as const;
export type PortType = (typeof PORT_TYPES)[number];

export interface TaskInfo {
  readonly id: string;
  readonly title: string;
  readonly group: "Language" | "Knowledge" | "Vision" | "Speech" | "Control";
  readonly takes: readonly PortType[];
  readonly gives: PortType;
  /** Another spelling of a task that is listed already. */
  readonly alias?: true;
  /** One line for the palette. */
  readonly summary: string;
}

const TEXTUAL = ["text", "tokens", "documents", "label", "boxes"] as const;

/** Tasks whose ports we know. A catalogue may bring others: those take and give anything. */
export const TASKS: readonly TaskInfo[] = [
  { id: "text-generation", title: "Text generation", group: "Language", takes: TEXTUAL, gives: "text", summary: "A language model answers, writes or decides" },
  {
    id: "multimodal-generation",
    title: "Multimodal generation",
    group: "Language",
    takes: [...TEXTUAL, "image", "audio", "video", "vector"],
    gives: "text",
    summary: "A model that reads pictures, sound or video beside text",
  },
  { id: "code-generation", title: "Code generation", group: "Language", takes: TEXTUAL, gives: "text", summary: "Writes or edits code" },
  {
    id: "code-execution",
    title: "Code execution",
    group: "Language",
    takes: TEXTUAL,
    gives: "text",
    summary: "Runs code in a sandbox and returns what it printed",
  },
  { id: "summarisation", title: "Summarisation", group: "Language", takes: TEXTUAL, gives: "text", summary: "Shortens text to what matters" },
  { id: "summarization", alias: true, title: "Summarisation", group: "Language", takes: TEXTUAL, gives: "text", summary: "Shortens text to what matters" },
  { id: "translation", title: "Translation", group: "Language", takes: TEXTUAL, gives: "text", summary: "From one language to another" },
  {
    id: "extraction",
    title: "Extraction",
    group: "Language",
    takes: [...TEXTUAL, "image"],
    gives: "text",
    summary: "Fields and values out of text or documents",
  },
  {
    id: "text-classification",
    title: "Text classification",
    group: "Language",
    takes: TEXTUAL,
    gives: "label",
    summary: "Puts text into one of several classes",
  },
  { id: "embedding", title: "Embedding", group: "Knowledge", takes: TEXTUAL, gives: "vector", summary: "Text to a vector" },
  { id: "retrieval", title: "Retrieval", group: "Knowledge", takes: ["vector", ...TEXTUAL], gives: "documents", summary: "Finds passages in an index" },
  { id: "reranking", title: "Reranking", group: "Knowledge", takes: TEXTUAL, gives: "documents", summary: "Orders passages by how well they answer" },
  { id: "web-search", title: "Web search", group: "Knowledge", takes: TEXTUAL, gives: "documents", summary: "Finds pages on the web" },
  { id: "detection", title: "Object detection", group: "Vision", takes: ["image", "video"], gives: "boxes", summary: "Boxes round the things in a picture" },
  {
    id: "object-detection",
    alias: true,
    title: "Object detection",
    group: "Vision",
    takes: ["image", "video"],
    gives: "boxes",
    summary: "Boxes round the things in a picture",
  },
  { id: "tracking", title: "Tracking", group: "Vision", takes: ["boxes", "video", "image"], gives: "boxes", summary: "Follows boxes from frame to frame" },
  { id: "segmentation", title: "Segmentation", group: "Vision", takes: ["image", "video", "boxes"], gives: "image", summary: "Which pixel belongs to what" },
  {
    id: "image-classification",
    title: "Image classification",
    group: "Vision",
    takes: ["image", "video", "boxes"],
    gives: "label",
    summary: "Names what a picture shows",
  },
  {
    id: "image-embedding",
    title: "Image embedding",
    group: "Vision",
    takes: ["image", "video", "boxes"],
    gives: "vector",
    summary: "Picture to a feature vector",
  },
  {
    id: "visual-question-answering",
    title: "Visual question answering",
    group: "Vision",
    takes: ["image", "vector", "boxes", ...TEXTUAL],
    gives: "text",
    summary: "Answers a question about a picture",
  },
  {
    id: "visual-qa",
    alias: true,
    title: "Visual question answering",
    group: "Vision",
    takes: ["image", "vector", "boxes", ...TEXTUAL],
    gives: "text",
    summary: "Answers a question about a picture",
  },
  {
    id: "video-qa",
    title: "Video question answering",
    group: "Vision",
    takes: ["video", "image", "vector", ...TEXTUAL],
    gives: "text",
    summary: "Answers a question about a video",
  },
  { id: "frame-sampling", title: "Frame sampling", group: "Vision", takes: ["video"], gives: "image", summary: "Picks frames out of a video" },
  {
    id: "scene-detection",
    title: "Scene detection",
    group: "Vision",
    takes: ["video", "image"],
    gives: "video",
    summary: "Where one scene ends and the next begins",
  },
  {
    id: "pose-estimation",
    title: "Pose estimation",
    group: "Vision",
    takes: ["image", "video", "boxes"],
    gives: "boxes",
    summary: "Joints of people in a picture",
  },
  { id: "depth-estimation", title: "Depth estimation", group: "Vision", takes: ["image", "video"], gives: "image", summary: "How far away each pixel is" },
  { id: "super-resolution", title: "Super-resolution", group: "Vision", takes: ["image", "video"], gives: "image", summary: "A larger, sharper picture" },
  { id: "ocr", title: "OCR", group: "Vision", takes: ["image", "documents", "boxes", "video"], gives: "text", summary: "Reads the text in a picture" },
  { id: "image-generation", title: "Image generation", group: "Vision", takes: [...TEXTUAL, "image", "vector"], gives: "image", summary: "Draws a picture" },
  { id: "speech-to-text", title: "Speech to text", group: "Speech", takes: ["audio", "video"], gives: "text", summary: "Writes down what is said" },
  { id: "text-to-speech", title: "Text to speech", group: "Speech", takes: TEXTUAL, gives: "audio", summary: "Reads text aloud" },
  { id: "diarisation", title: "Diarisation", group: "Speech", takes: ["audio", "video"], gives: "label", summary: "Who speaks when" },
  { id: "diarization", alias: true, title: "Diarization", group: "Speech", takes: ["audio", "video"], gives: "label", summary: "Who speaks when" },
  { id: "voice-activity-detection", title: "Voice activity detection", group: "Speech", takes: ["audio"], gives: "audio", summary: "Where somebody speaks" },
  {
    id: "moderation",
    title: "Moderation",
    group: "Control",
    takes: [...TEXTUAL, "image", "audio", "video"],
    gives: "label",
    summary: "Whether content may pass",
  },
  { id: "routing", title: "Routing", group: "Control", takes: ["any"], gives: "any", summary: "Sends each request one of several ways" },
  { id: "tool-call", title: "Tool call", group: "Control", takes: ["any"], gives: "any", summary: "Calls a tool or another service" },
  { id: "aggregation", title: "Aggregation", group: "Control", takes: ["any"], gives: "any", summary: "Joins or votes over several results" },
];

const BY_ID = new Map(TASKS.map((task) => [task.id, task]));

/** The task's ports; an unknown task takes and gives anything and is titled by its id. */
export function taskInfo(task: string | undefined): TaskInfo {
  const known = task ? BY_ID.get(task) : undefined;
  if (known) return known;
  const title = task ? (task.charAt(0).toUpperCase() + task.slice(1)).replaceAll("-", " ") : "Alternatives";
  return { id: task ?? "", title, group: "Control", takes: ["any"], gives: "any", summary: "A task of this catalogue" };
}

/** A declared input type as a port type; anything else counts as `any`. */
export function portType(type: string | undefined): PortType {
  return (PORT_TYPES as readonly string[]).includes(type ?? "") ? (type as PortType) : "any";
}

/** Whether what `gives` sends may enter a port that `takes` these. */
export function portsFit(gives: PortType, takes: readonly PortType[]): boolean {
  return gives === "any" || takes.includes("any") || takes.includes(gives);
}

/** "text or image" for messages. */
export function listTypes(types: readonly PortType[]): string {
  const names = [...new Set(types)];
  return names.length <= 1 ? (names[0] ?? "nothing") : `${names.slice(0, -1).join(", ")} or ${names[names.length - 1]}`;
}
