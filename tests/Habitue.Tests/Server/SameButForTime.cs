using System.Text.Json;

namespace Habitue.Tests.Server;

/// <summary>
/// Compares two answers about a customer to the letter, but for what is of the moment in which it was asked: the moment itself, minutes
/// since something, and counters that fade; these are held to what the time that has passed makes of them.
/// </summary>
internal static class SameButForTime
{
    private const double FastestHalfLifeHours = 1, Rounding = 1e-6;

    /// <returns>Where they differ and how; null when they do not.</returns>
    public static string? Difference(string path, JsonElement before, JsonElement after, TimeSpan passed)
    {
        if (before.ValueKind != after.ValueKind) return $"{path}: {before} became {after}";
        switch (before.ValueKind)
        {
            case JsonValueKind.Object:
                JsonProperty[] first = [.. before.EnumerateObject()], second = [.. after.EnumerateObject()];
                if (!first.Select(one => one.Name).SequenceEqual(second.Select(one => one.Name))) return $"{path}: the fields {Names(first)} became {Names(second)}";
                return first.Zip(second, (one, other) => Difference($"{path}.{one.Name}", one.Value, other.Value, passed)).FirstOrDefault(one => one is not null);
            case JsonValueKind.Array:
                if (before.GetArrayLength() != after.GetArrayLength()) return $"{path}: {before.GetArrayLength()} entries became {after.GetArrayLength()}";
                return before.EnumerateArray().Zip(after.EnumerateArray(), (one, other) => (one, other)).Select((pair, i) => Difference($"{path}[{i}]", pair.one, pair.other, passed)).FirstOrDefault(one => one is not null);
            default:
                return before.GetRawText() == after.GetRawText() || IsWhatTimeMadeOf(path, before, after, passed) ? null : $"{path}: {before.GetRawText()} became {after.GetRawText()}";
        }
    }

    private static bool IsWhatTimeMadeOf(string path, JsonElement before, JsonElement after, TimeSpan passed)
    {
        if (path.EndsWith("/live.at", StringComparison.Ordinal)) return after.GetDateTime() > before.GetDateTime() && after.GetDateTime() - before.GetDateTime() <= passed + TimeSpan.FromMinutes(1);
        if (before.ValueKind != JsonValueKind.Number) return false;
        var (was, now) = (before.GetDouble(), after.GetDouble());
        if (path.EndsWith(".live.session_minutes", StringComparison.Ordinal) || path.EndsWith(".live.minutes_since_last", StringComparison.Ordinal))
            return now > was && now - was <= passed.TotalMinutes + 1;
        var fades = path.Contains(".counters.", StringComparison.Ordinal) || path.Contains(".live.views_", StringComparison.Ordinal);
        return fades && now <= was + Rounding && now >= (was * double.Exp2(-(passed.TotalHours + (1 / 60.0)) / FastestHalfLifeHours)) - Rounding;
    }

    private static string Names(JsonProperty[] fields) => string.Join(", ", fields.Select(one => one.Name));
}
