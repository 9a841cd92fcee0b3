using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Habitue.Simulation;

/// <summary>What shop to simulate: its size, its time and its seed. The same plan always gives the same files.</summary>
public sealed record ShopPlan
{
    /// <summary>Customers with a profile. Not used when <see cref="Events"/> is set.</summary>
    [Range(20, 5_000_000)] public int Customers { get; init; } = 2000;

    /// <summary>Rows to write, about (web lines, CSV rows and Parquet rows together); the number of customers follows from it.</summary>
    [Range(typeof(long), "10000", "100000000")] public long? Events { get; init; }

    /// <summary>The first day of the shop's web and till files. Older orders lie in the archive.</summary>
    [Range(typeof(DateOnly), "1990-01-01", "2090-12-31")] public DateOnly Start { get; init; } = new(2025, 1, 1);

    /// <summary>Days from the first to the last day of the web and till files.</summary>
    [Range(30, 3650)] public int Days { get; init; } = 365;

    /// <summary>Days of older orders before <see cref="Start"/>, written to the archive; 0 writes no archive.</summary>
    [Range(0, 3650)] public int HistoryDays { get; init; } = 180;

    /// <summary>Products in the catalogue; when not set it grows with the square root of the customers.</summary>
    [Range(100, 200_000)] public int? Products { get; init; }

    /// <summary>Pairs of products that are bought together more often than chance.</summary>
    [Range(0, 40)] public int Rules { get; init; } = 20;

    /// <summary>Everything random comes from this number.</summary>
    public ulong Seed { get; init; } = 7;

    /// <summary>Throws an <see cref="ArgumentOutOfRangeException"/> that names the first setting outside its limits.</summary>
    public void Check()
    {
        foreach (var property in typeof(ShopPlan).GetProperties())
            if (property.GetCustomAttribute<RangeAttribute>() is { } range && property.GetValue(this) is { } value && !range.IsValid(Comparable(value)))
                throw new ArgumentOutOfRangeException(property.Name, value, $"{property.Name} must lie between {range.Minimum} and {range.Maximum}.");
    }

    private static object Comparable(object value) => value is DateOnly day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : value;
}
