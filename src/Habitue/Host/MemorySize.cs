using System.Globalization;

namespace Habitue.Host;

/// <summary>Sizes in bytes, as people write and read them.</summary>
internal static class MemorySize
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>True for a number and a unit: <c>512MB</c>, <c>1.5 GB</c>.</summary>
    public static bool IsValid(string written)
    {
        var text = written.Trim();
        var unit = Units.Skip(1).FirstOrDefault(u => text.EndsWith(u, StringComparison.OrdinalIgnoreCase) || text.EndsWith(u.Insert(1, "i"), StringComparison.OrdinalIgnoreCase));
        if (unit is null) return false;
        var number = text.TrimEnd('B', 'b').TrimEnd('i', 'I')[..^1];
        return double.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value) && value > 0;
    }

    /// <summary><c>3.0 MB</c>: decimal units, as disks are sold and as DuckDB counts.</summary>
    public static string Format(long bytes)
    {
        double value = bytes;
        var unit = 0;
        while (value >= 1000 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }
        return unit == 0 ? $"{bytes} B" : string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {Units[unit]}");
    }
}
