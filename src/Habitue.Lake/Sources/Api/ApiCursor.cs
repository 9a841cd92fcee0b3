using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Habitue.Lake.Sources.Api;

/// <summary>
/// How far an API has been read: the largest value of a field, and the records that hold it. Most APIs understand
/// "since" as "at or after", so those records come again and are recognized by their hashes.
/// </summary>
internal sealed class ApiCursor
{
    private readonly string field;
    private readonly string? committed;
    private readonly string? since;
    private readonly HashSet<string> known = [];
    private readonly SortedSet<string> atLargest = new(StringComparer.Ordinal);
    private string? largest;

    /// <param name="committed">What <see cref="ToString"/> said when the last load was committed.</param>
    /// <param name="field">Where the value is in a record.</param>
    public ApiCursor(string? committed, string field)
    {
        (this.committed, this.field) = (committed, field);
        int hash = committed?.LastIndexOf('#') ?? -1;
        if (committed is null)
            return;
        since = hash < 0 ? committed : committed[..hash];
        if (hash >= 0)
            known.UnionWith(committed[(hash + 1)..].Split(','));
        atLargest.UnionWith(known);
        largest = since;
    }

    /// <summary>The value to ask for; null at the first fetch.</summary>
    public string? Since => since;

    /// <summary>Records whose value is below <see cref="Since"/>, which an API that knows the parameter does not send.</summary>
    public long Older { get; private set; }

    public long WithoutValue { get; private set; }

    /// <summary>Takes note of a record; false when an earlier load already has it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="line">Its text as it is spooled.</param>
    public bool IsNew(JsonElement record, ReadOnlySpan<byte> line)
    {
        string? value = ApiPage.At(record, field) switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            _ => null,
        };
        if (string.IsNullOrEmpty(value))
        {
            WithoutValue++;
            return true;
        }

        int order = largest is null ? 1 : Compare(value, largest);
        if (order < 0)
        {
            if (since is not null && Compare(value, since) is var toSince and <= 0)
            {
                if (toSince == 0)
                    return !known.Contains(Hash(line));
                Older++;
            }

            return true;
        }

        string hash = Hash(line);
        if (order > 0)
        {
            largest = value;
            atLargest.Clear();
        }

        atLargest.Add(hash);
        return !known.Contains(hash);
    }

    /// <summary>What is to be committed.</summary>
    public override string? ToString() =>
        largest is null ? committed : atLargest.Count == 0 ? largest : $"{largest}#{string.Join(',', atLargest)}";

    private static string Hash(ReadOnlySpan<byte> line) => Convert.ToHexStringLower(SHA256.HashData(line).AsSpan(0, 8));

    /// <summary>As numbers or as times when both are, else letter by letter.</summary>
    private static int Compare(string a, string b)
    {
        if (decimal.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal x)
            && decimal.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal y))
            return x.CompareTo(y);
        if (Time(a) is { } s && Time(b) is { } t)
            return s.CompareTo(t);
        return string.CompareOrdinal(a, b);
    }

    // Only what begins like 2024-05-01: the parser would take an id such as 5-1 for a day in May.
    private static DateTimeOffset? Time(string text) =>
        text.Length >= 10 && text[4] == '-' && text[7] == '-' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
}
