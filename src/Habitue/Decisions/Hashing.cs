using System.Text;
using Habitue.Learning;
using Habitue.Learning.Numerics;

namespace Habitue.Decisions;

/// <summary>Chance that follows from names, so that the same name draws the same.</summary>
internal static class Hashing
{
    /// <summary>A stream of numbers for a name and a purpose.</summary>
    public static Generator Draw(string name, string purpose)
    {
        var hash = 14695981039346656037ul;
        foreach (var letter in name) hash = (hash ^ letter) * 1099511628211ul;
        hash = (hash ^ '\n') * 1099511628211ul;
        foreach (var letter in purpose) hash = (hash ^ letter) * 1099511628211ul;
        return new Seed(hash).For(0);
    }

    /// <summary>A place from 0 to 1 in steps of 0.0001, by the bucketing that GrowthBook's SDKs share: fnv32a(fnv32a(seed + value) + "") % 10000 / 10000.</summary>
    public static double Bucket(string value, string seed) => Fnv32(Fnv32(seed + value).ToString(System.Globalization.CultureInfo.InvariantCulture)) % 10_000 / 10_000.0;

    private static uint Fnv32(string text)
    {
        var hash = 2166136261u;
        foreach (var one in Encoding.UTF8.GetBytes(text)) hash = (hash ^ one) * 16777619u;
        return hash;
    }
}
