using System.Text.Json;

namespace Habitue.Lake.Sources.Api;

/// <summary>Looks into an answer of an API for the records and for the way to the next page.</summary>
internal static class ApiPage
{
    private static readonly string[] UsualItems =
    [
        "data", "items", "results", "records", "orders", "events", "customers", "products", "reviews", "tickets",
        "profiles", "contacts", "users", "transactions", "messages", "entries", "rows", "value", "hits", "content", "list",
    ];

    private static readonly string[] NextAddresses =
    [
        "next", "next_url", "nextUrl", "next_page_url", "nextPageUrl", "next_link", "nextLink", "@odata.nextLink",
        "links.next", "links.next.href", "_links.next", "_links.next.href", "paging.next", "paging.next.link",
        "pagination.next", "pagination.next_url", "meta.next", "meta.next_url", "meta.pagination.links.next",
    ];

    /// <summary>Where a token for the next page is given, and the parameter that it is usually sent back in.</summary>
    private static readonly (string Path, string Parameter)[] NextTokens =
    [
        ("next_cursor", "cursor"), ("nextCursor", "cursor"), ("next_page_token", "page_token"), ("nextPageToken", "pageToken"),
        ("cursor", "cursor"), ("meta.next_cursor", "cursor"), ("meta.cursor", "cursor"), ("pagination.next_cursor", "cursor"),
        ("pagination.cursor", "cursor"), ("response_metadata.next_cursor", "cursor"), ("paging.next.after", "after"),
        ("paging.cursors.after", "after"), ("next", "cursor"),
    ];

    /// <summary>The path of the array of records, "" when the answer is the array, or null when there is none.</summary>
    public static string? FindItems(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
            return "";
        if (root.ValueKind != JsonValueKind.Object)
            return null;
        foreach (string name in UsualItems)
        {
            if (!root.TryGetProperty(name, out JsonElement value))
                continue;
            if (value.ValueKind is JsonValueKind.Array or JsonValueKind.Null)
                return name;
            if (value.ValueKind == JsonValueKind.Object && FindItems(value) is { } inner)
                return $"{name}.{inner}";
        }

        string[] arrays = [.. root.EnumerateObject().Where(f => f.Value.ValueKind == JsonValueKind.Array).Select(f => f.Name)];
        if (arrays.Length == 1)
            return arrays[0];
        return arrays.Length == 0 && root.TryGetProperty("_embedded", out JsonElement embedded) && FindItems(embedded) is { } found
            ? $"_embedded.{found}"
            : null;
    }

    /// <summary>The address of the next page as the body gives it: found says whether the body speaks of one at all.</summary>
    public static (bool Found, string? Address) NextAddress(JsonElement root)
    {
        bool found = false;
        foreach (string path in NextAddresses)
        {
            if (At(root, path) is not { } value)
                continue;
            found |= value.ValueKind is JsonValueKind.Null or JsonValueKind.String;
            if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && IsAddress(text))
                return (true, text);
        }

        return (found, null);
    }

    /// <summary>The token of the next page and the parameter to send it in.</summary>
    public static (string Token, string Parameter)? NextToken(JsonElement root)
    {
        if (At(root, "has_more")?.ValueKind == JsonValueKind.False)
            return null;
        foreach ((string path, string parameter) in NextTokens)
        {
            string? token = At(root, path) switch
            {
                { ValueKind: JsonValueKind.String } text => text.GetString(),
                { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
                _ => null,
            };
            if (!string.IsNullOrEmpty(token) && !IsAddress(token))
                return (token, parameter);
        }

        return null;
    }

    /// <summary>The value at a path of names with dots between them; a name may itself hold dots.</summary>
    public static JsonElement? At(JsonElement element, string path)
    {
        if (path.Length == 0)
            return element;
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        if (element.TryGetProperty(path, out JsonElement value))
            return value;
        int dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && element.TryGetProperty(path[..dot], out JsonElement inner) ? At(inner, path[(dot + 1)..]) : null;
    }

    private static bool IsAddress(string text) =>
        HttpSource.IsUrl(text) || text.StartsWith('/') || text.StartsWith('?');
}
