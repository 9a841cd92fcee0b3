namespace Habitue.Learning.Numerics;

/// <summary>
/// Sorting of numbers without comparing them: digit by digit from the last, each digit a byte (Knuth, The Art of Computer Programming 3,
/// 5.2.5). Equal keys keep their order, NaN comes first. Unlike the runtime's sorting of numbers it is compiled ahead of time, so that
/// it is as fast at the start of a program as later.
/// </summary>
public static class RadixSort
{
    private const int Digits = 256, Few = 32;

    /// <summary>Puts values in rising order.</summary>
    public static void Rising(Span<double> values)
    {
        var keys = new ulong[values.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = Key(values[i]);
        keys = Sorted(keys, null, sizeof(double), out _);
        for (var i = 0; i < keys.Length; i++) values[i] = Value(keys[i]);
    }

    /// <summary>Puts keys in rising order, and with each its item.</summary>
    /// <exception cref="ArgumentException">There are not as many items as keys.</exception>
    public static void Rising(Span<double> keys, Span<int> items)
    {
        Check(keys.Length, items.Length);
        var bits = new ulong[keys.Length];
        for (var i = 0; i < bits.Length; i++) bits[i] = Key(keys[i]);
        bits = Sorted(bits, items.ToArray(), sizeof(double), out var order);
        for (var i = 0; i < bits.Length; i++) keys[i] = Value(bits[i]);
        order.CopyTo(items);
    }

    /// <inheritdoc cref="Rising(Span{double})"/>
    public static void Rising(Span<float> values)
    {
        var keys = new ulong[values.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = Key(values[i]);
        keys = Sorted(keys, null, sizeof(float), out _);
        for (var i = 0; i < keys.Length; i++) values[i] = Value((uint)keys[i]);
    }

    /// <inheritdoc cref="Rising(Span{double}, Span{int})"/>
    public static void Rising(Span<float> keys, Span<int> items)
    {
        Check(keys.Length, items.Length);
        var bits = new ulong[keys.Length];
        for (var i = 0; i < bits.Length; i++) bits[i] = Key(keys[i]);
        bits = Sorted(bits, items.ToArray(), sizeof(float), out var order);
        for (var i = 0; i < bits.Length; i++) keys[i] = Value((uint)bits[i]);
        order.CopyTo(items);
    }

    // Keys are ordered as the numbers are: of negative ones all bits are turned, of others the sign. No number has the key 0.
    private static ulong Key(double value)
    {
        if (double.IsNaN(value)) return 0;
        var bits = BitConverter.DoubleToUInt64Bits(value);
        return (long)bits < 0 ? ~bits : bits | (1UL << 63);
    }

    private static double Value(ulong key) => key == 0 ? double.NaN : BitConverter.UInt64BitsToDouble((long)key < 0 ? key & ~(1UL << 63) : ~key);

    private static uint Key(float value)
    {
        if (float.IsNaN(value)) return 0;
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (int)bits < 0 ? ~bits : bits | (1U << 31);
    }

    private static float Value(uint key) => key == 0 ? float.NaN : BitConverter.UInt32BitsToSingle((int)key < 0 ? key & ~(1U << 31) : ~key);

    private static ulong[] Sorted(ulong[] keys, int[]? items, int bytes, out int[] sortedItems)
    {
        sortedItems = items ?? [];
        if (keys.Length <= Few)
        {
            Insert(keys, items);
            return keys;
        }

        var counts = new int[bytes * Digits];
        foreach (var key in keys)
            for (var digit = 0; digit < bytes; digit++) counts[(digit * Digits) + (int)((key >> (8 * digit)) & 255)]++;
        var (other, otherItems) = (new ulong[keys.Length], items is null ? null : new int[items.Length]);
        for (var digit = 0; digit < bytes; digit++)
        {
            var places = counts.AsSpan(digit * Digits, Digits);
            var shift = 8 * digit;
            if (places[(int)((keys[0] >> shift) & 255)] == keys.Length) continue; // all have the same digit here
            var next = 0;
            for (var i = 0; i < places.Length; i++) (places[i], next) = (next, next + places[i]);
            if (items is null || otherItems is null)
            {
                foreach (var key in keys) other[places[(int)((key >> shift) & 255)]++] = key;
            }
            else
            {
                for (var i = 0; i < keys.Length; i++)
                {
                    var place = places[(int)((keys[i] >> shift) & 255)]++;
                    (other[place], otherItems[place]) = (keys[i], items[i]);
                }
            }

            (keys, other, items, otherItems) = (other, keys, otherItems, items);
        }

        sortedItems = items ?? [];
        return keys;
    }

    private static void Insert(ulong[] keys, int[]? items)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            var (key, item, place) = (keys[i], items?[i] ?? 0, i);
            for (; place > 0 && keys[place - 1] > key; place--)
            {
                keys[place] = keys[place - 1];
                if (items is not null) items[place] = items[place - 1];
            }

            keys[place] = key;
            if (items is not null) items[place] = item;
        }
    }

    private static void Check(int keys, int items)
    {
        if (keys != items) throw new ArgumentException($"There are {keys} keys and {items} items.", nameof(items));
    }
}
