/**
 * How many of FFmpeg's calls may wait or work at once. Each source that waits for its peer holds one of Node's four threads
 * for as long as that takes, so that four cameras without power would stop all the others, encoders too. Node reads this
 * when it needs the first thread: it must be imported before anything else.
 */
process.env.UV_THREADPOOL_SIZE ??= '32'
