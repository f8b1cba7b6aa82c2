/** Bytes as they can be sent. */
export type Bytes = Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

/** Told as bytes travel, with how many have so far. */
export type OnBytes = (count: number) => void;

/** The same bytes, each chunk told of as it is taken. */
export function counted(bytes: Bytes, onBytes: OnBytes): ReadableStream<Uint8Array> {
  const stream = bytes instanceof ReadableStream ? bytes : (bytes instanceof Blob ? bytes : new Blob([bytes])).stream();
  let count = 0;
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        count += chunk.byteLength;
        onBytes(count);
        controller.enqueue(chunk);
      },
    }),
  );
}
