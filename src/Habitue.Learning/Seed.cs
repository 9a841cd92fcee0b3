using Habitue.Learning.Numerics;

namespace Habitue.Learning;

/// <summary>
/// Where an algorithm takes its chance from. Each part that may run on a thread of its own (a tree, a restart)
/// takes <see cref="For"/> its number, so the result does not depend on the number of threads.
/// </summary>
/// <param name="Value">Any number; the same number gives the same results on every machine.</param>
public readonly record struct Seed(ulong Value)
{
    /// <summary>A generator for part number <paramref name="part"/>, independent of all other parts.</summary>
    public Generator For(int part) => new(Value, part);

    /// <summary>A plain number is a seed.</summary>
    public static implicit operator Seed(int value) => new(unchecked((ulong)value));

    /// <summary>A plain number is a seed.</summary>
    public static implicit operator Seed(long value) => new(unchecked((ulong)value));

    /// <summary>The number.</summary>
    public override string ToString() => Value.ToString();
}
