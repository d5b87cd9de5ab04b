/** One field of a protobuf message: a number is a varint, bytes and text are length-delimited. */
type Field = readonly [number: number, value: number | bigint | string | Uint8Array | Fixed | Double];
interface Fixed {
  readonly fixed64: bigint;
}
interface Double {
  readonly double: number;
}

/** The bytes of a protobuf message, written by hand. https://protobuf.dev/programming-guides/encoding/ */
export function message(...fields: readonly Field[]): Uint8Array {
  return Buffer.concat(fields.map(([number, value]) => fieldOf(number, value)));
}

function fieldOf(number: number, value: Field[1]): Uint8Array {
  if (typeof value === "number" || typeof value === "bigint")
    return Buffer.concat([varint(number << 3), varint(BigInt.asUintN(64, BigInt(value)))]);
  if (typeof value === "string" || value instanceof Uint8Array) {
    const bytes = Buffer.from(value);
    return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
  }
  const eight = Buffer.alloc(8);
  if ("double" in value) eight.writeDoubleLE(value.double);
  else eight.writeBigUInt64LE(value.fixed64);
  return Buffer.concat([varint((number << 3) | 1), eight]);
}

function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let left = BigInt(value);
  for (; left > 127n; left >>= 7n) bytes.push(Number(left & 127n) | 128);
  return Uint8Array.from([...bytes, Number(left)]);
}
