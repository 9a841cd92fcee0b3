using System.Globalization;

namespace Habitue.Learning.Patterns;

/// <summary>
/// A share as its shortest decimal says, so that 7 % of 100 are 7 and not 7.000000000000001: whole numbers against it are
/// compared without rounding.
/// </summary>
internal readonly struct Share
{
    private const decimal Scale = 1_000_000_000;

    private readonly decimal value;
    private readonly long billionths; // or -1 when the share has more than nine digits

    public Share(double share)
    {
        value = decimal.Parse(share.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        billionths = value <= Scale && value * Scale == decimal.Truncate(value * Scale) ? (long)(value * Scale) : -1;
    }

    /// <summary>The least whole number that is at least this share of another one, and at least 1.</summary>
    public int LeastOf(int whole) => Math.Max(1, (int)decimal.Ceiling(value * whole));

    /// <summary>Whether part / whole is at least this share.</summary>
    public bool IsReachedBy(int part, int whole) => billionths is >= 0 and <= 1_000_000_000
        ? part * (long)Scale >= billionths * whole
        : part >= value * whole;

    /// <summary>Whether (a × b) / (c × d) is at least this: a lift.</summary>
    public bool IsReachedBy(int a, int b, int c, int d) => (decimal)a * b >= value * ((decimal)c * d);
}
