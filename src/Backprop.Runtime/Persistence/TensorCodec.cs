using System.Buffers.Binary;

namespace Backprop.Runtime.Persistence;

/// <summary>Numbers to little-endian bytes and back.</summary>
internal static class TensorCodec
{
    public static int Size(TensorType type) => type switch
    {
        TensorType.F64 => sizeof(double),
        TensorType.F32 => sizeof(float),
        _ => sizeof(ushort),
    };

    public static double Read(TensorType type, ReadOnlySpan<byte> bytes, int index) => type switch
    {
        TensorType.F64 => BinaryPrimitives.ReadDoubleLittleEndian(bytes[(index * sizeof(double))..]),
        TensorType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes[(index * sizeof(float))..]),
        TensorType.F16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes[(index * sizeof(ushort))..]),
        _ => FromBrain(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(index * sizeof(ushort))..])),
    };

    public static void Write(TensorType type, Span<byte> bytes, int index, double value)
    {
        switch (type)
        {
            case TensorType.F64:
                BinaryPrimitives.WriteDoubleLittleEndian(bytes[(index * sizeof(double))..], value);
                break;
            case TensorType.F32:
                BinaryPrimitives.WriteSingleLittleEndian(bytes[(index * sizeof(float))..], (float)value);
                break;
            case TensorType.F16:
                BinaryPrimitives.WriteHalfLittleEndian(bytes[(index * sizeof(ushort))..], (Half)value);
                break;
            default:
                BinaryPrimitives.WriteUInt16LittleEndian(bytes[(index * sizeof(ushort))..], RoundToBrain((float)value));
                break;
        }
    }

    private static float FromBrain(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    // To the nearest, ties to even, as PyTorch rounds.
    private static ushort RoundToBrain(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
