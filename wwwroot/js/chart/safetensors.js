// Reads the safetensors format: an 8-byte header length, a JSON header, raw little-endian columns.

const views = {
  F32: Float32Array, F64: Float64Array, I32: Int32Array, I64: BigInt64Array, U8: Uint8Array, I8: Int8Array,
};

export function parse(buffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  const columns = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name !== '__metadata__') columns[name] = view(buffer, 8 + length, entry);
  }
  return { columns, metadata: header.__metadata__ ?? {} };
}

export async function fetchColumns(url, signal) {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(await problem(response));
  return parse(await response.arrayBuffer());
}

function view(buffer, start, entry) {
  const type = views[entry.dtype];
  if (!type) throw new Error(`element type ${entry.dtype} is not supported`);
  const [begin, end] = entry.data_offsets;
  const count = (end - begin) / type.BYTES_PER_ELEMENT;
  const aligned = (start + begin) % type.BYTES_PER_ELEMENT === 0;
  return aligned ? new type(buffer, start + begin, count) : new type(buffer.slice(start + begin, start + end));
}

async function problem(response) {
  try {
    const body = await response.json();
    return body.detail ?? body.title ?? `the server answered ${response.status}`;
  } catch {
    return `the server answered ${response.status}`;
  }
}
