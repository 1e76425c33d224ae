// ELK registers itself as the worker's message handler when it is loaded in one.
import "elkjs/lib/elk-worker.min.js";
