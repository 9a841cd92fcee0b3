using System.Globalization;
using System.Text.Json;

namespace Habitue.Bench;

/// <summary>A simulated shop on the disk.</summary>
/// <param name="Rows">How many events its files hold; 0 when it does not say.</param>
internal sealed record SimulatedShop(string Folder, long Rows)
{
    /// <summary>Writes the shop, unless the folder keeps it from an earlier time.</summary>
    /// <param name="scratch">The folder that keeps it.</param>
    /// <param name="option">What says how large it is: <c>--customers</c> or <c>--events</c>.</param>
    /// <param name="size">How large.</param>
    /// <param name="days">How many days it has.</param>
    /// <returns>Null when it could not be written, which is told.</returns>
    public static SimulatedShop? Of(string scratch, string option, int size, int days = 365)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"shop-{(option == "--customers" ? "" : option.TrimStart('-') + "-")}{size}-{days}");
        var (folder, told) = (Path.Combine(scratch, name), Path.Combine(scratch, name + ".json"));
        if (!File.Exists(told))
        {
            if (MeasuredProcess.Run("The simulated shop", MeasuredProcess.Program, ["simulate", "--out", folder, option, Text(size), "--days", Text(days), "--seed", "1", "--json"]) is not { } written) return null;
            File.WriteAllText(told, written.Answer);
        }
        using var json = JsonDocument.Parse(File.ReadAllText(told));
        return new SimulatedShop(folder, json.RootElement.TryGetProperty("events", out var rows) && rows.TryGetInt64(out var count) ? count : 0);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
