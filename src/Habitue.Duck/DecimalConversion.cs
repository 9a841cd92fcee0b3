namespace Habitue.Duck;

/// <summary>Between C#'s decimal (96 bits, scale up to 28) and DuckDB's (up to 38 digits).</summary>
internal static class DecimalConversion
{
    private static readonly UInt128 s_tooLarge = UInt128.One << 96;
    private static readonly Int128[] s_powers = Powers();
    private static readonly ulong[] s_longPowers = [.. s_powers.Take(19).Select(power => (ulong)power)];

    internal static bool TryFrom(Int128 unscaled, int scale, out decimal value)
    {
        var negative = Int128.IsNegative(unscaled);
        var digits = negative ? (UInt128)(-unscaled) : (UInt128)unscaled;
        while ((scale > 28 || digits >= s_tooLarge) && scale > 0 && digits % 10 == 0)
        {
            digits /= 10;
            scale--;
        }
        if (scale > 28 || digits >= s_tooLarge)
        {
            value = 0;
            return false;
        }
        value = new decimal((int)(uint)digits, (int)(uint)(digits >> 32), (int)(uint)(digits >> 64), negative, (byte)scale);
        return true;
    }

    /// <summary>Up to 18 digits always fit.</summary>
    internal static decimal From(long unscaled, byte scale)
    {
        var digits = (ulong)Math.Abs(unscaled);
        return new decimal((int)digits, (int)(digits >> 32), 0, unscaled < 0, scale);
    }

    /// <summary>The digits at another scale in 64-bit numbers only: for values of up to 18 digits that need no rounding, as money does not.</summary>
    internal static bool TryFast(decimal value, int width, int scale, out long digits)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var low = ((ulong)(uint)bits[1] << 32) | (uint)bits[0];
        var more = scale - value.Scale;
        digits = 0;
        if (bits[2] != 0 || more < 0 || low >= s_longPowers[width] / s_longPowers[more])
            return false;
        digits = (long)(low * s_longPowers[more]);
        digits = bits[3] < 0 ? -digits : digits;
        return true;
    }

    /// <summary>The digits at another scale, rounded half away from zero; false when there are more than `width`.</summary>
    internal static bool TryUnscaled(decimal value, int width, int scale, out Int128 digits)
    {
        digits = Unscaled(value);
        for (var i = value.Scale; i < scale; i++)
        {
            if (Int128.Abs(digits) >= s_powers[37])
                return false;
            digits *= 10;
        }
        if (value.Scale > scale)
        {
            var divisor = s_powers[value.Scale - scale];
            var (quotient, rest) = Int128.DivRem(digits, divisor);
            digits = quotient + (Int128.Abs(rest) * 2 >= divisor ? Int128.Sign(rest) : 0);
        }
        return Int128.Abs(digits) < s_powers[width];
    }

    /// <summary>The digits without the point.</summary>
    internal static Int128 Unscaled(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var digits = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        return value < 0 ? -(Int128)digits : (Int128)digits;
    }

    internal static string Text(Int128 unscaled, int scale)
    {
        var digits = Int128.Abs(unscaled).ToString().PadLeft(scale + 1, '0');
        var sign = Int128.IsNegative(unscaled) ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }

    private static Int128[] Powers()
    {
        var powers = new Int128[39];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
