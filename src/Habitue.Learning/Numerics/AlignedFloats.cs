using System.Runtime.CompilerServices;

namespace Habitue.Learning.Numerics;

/// <summary>Zeros at an address that a whole vector of 16 can be loaded from; valid as long as this object is (see <see cref="GC.KeepAlive"/>).</summary>
internal sealed unsafe class AlignedFloats
{
    public const int Lanes = 16;

    private readonly float[] buffer; // pinned, so that the aligned start stays where it is

    public AlignedFloats(long count)
    {
        if (count + Lanes > Array.MaxLength) throw new ArgumentOutOfRangeException(nameof(count), count, "This is more than one array can hold.");
        Count = (int)count;
        buffer = GC.AllocateArray<float>(Count + Lanes, pinned: true);
        Start = (float*)(((nuint)Unsafe.AsPointer(ref buffer[0]) + 63) & ~(nuint)63);
    }

    public int Count { get; }

    public float* Start { get; }

    public Span<float> Values => new(Start, Count);

    /// <summary>The next multiple of 16.</summary>
    public static int Padded(int count) => (count + Lanes - 1) / Lanes * Lanes;
}
