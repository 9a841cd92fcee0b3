using System.Text.Json;

namespace Habitue.Lake.Sources.Api;

/// <summary>
/// A file <c>NAME.api.json</c> that says how an API is read:
/// <code>
/// { "url": "https://api.example/orders", "items": "data.orders", "token_env": "SHOP_TOKEN",
///   "since": { "parameter": "updated_since", "field": "updated_at" },
///   "page": { "style": "number", "parameter": "page", "size": 100, "size_parameter": "per_page", "limit": 500 },
///   "headers": { "X-Api-Key": "${SHOP_KEY}" } }
/// </code>
/// </summary>
internal static class ApiSettingsFile
{
    public const string Extension = ".api.json";

    public static ApiSettings Read(string path)
    {
        path = Path.GetFullPath(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                File.ReadAllBytes(path), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return Read(path, document.RootElement);
        }
        catch (JsonException e)
        {
            throw new SourceException(path, $"is not valid JSON at line {e.LineNumber + 1}; correct it there", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SourceException(path, "there is no such file; check the path", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, $"cannot be read ({e.Message.TrimEnd('.')}); check the file's permissions", e);
        }
    }

    private static ApiSettings Read(string path, JsonElement root)
    {
        var file = new Fields(path, "", root, "url", "since", "page", "items", "headers", "token_env");
        string written = file.Text("url") ?? throw new SourceException(path, "the field 'url' is missing; add \"url\": \"https://…\"");
        if (!HttpSource.IsUrl(written) || written.Contains('#', StringComparison.Ordinal))
            throw new SourceException(path, "the field 'url' is not a plain https:// address; other settings are fields of their own");
        ApiSettings address = ApiAddress.Parse(written);

        Fields? since = file.Object("since", "parameter", "field");
        Fields? page = file.Object("page", "style", "parameter", "size", "size_parameter", "limit");
        string? style = page?.Text("style");
        return address with
        {
            Address = path,
            Items = file.Text("items"),
            TokenVariable = file.Text("token_env") ?? address.TokenVariable,
            Headers = file.Object("headers")?.Texts() ?? address.Headers,
            Since = since is null ? null : (
                since.Text("parameter") ?? "since",
                since.Text("field") ?? throw new SourceException(path, "the field 'since.field' is missing; name the record's field that since refers to, such as updated_at")),
            Style = style is null ? PageStyle.Auto : ApiAddress.StyleOf(style)
                ?? throw new SourceException(path, $"page.style is '{style}'; it must be one of auto, next, cursor, number, offset, none"),
            PageParameter = page?.Text("parameter"),
            PageSize = page?.Whole("size"),
            SizeParameter = page?.Text("size_parameter") ?? address.SizeParameter,
            PageLimit = page?.Whole("limit") ?? address.PageLimit,
        };
    }

    /// <summary>An object of which every field is known, or the error names the first that is not.</summary>
    private sealed class Fields
    {
        private readonly string path;
        private readonly string prefix;
        private readonly JsonElement element;

        public Fields(string path, string prefix, JsonElement element, params string[] known)
        {
            (this.path, this.prefix, this.element) = (path, prefix, element);
            if (element.ValueKind != JsonValueKind.Object)
                throw new SourceException(path, prefix.Length == 0 ? "must hold one object {…}" : $"the field '{prefix.TrimEnd('.')}' must be an object {{…}}");
            foreach (JsonProperty field in element.EnumerateObject())
            {
                if (known.Length > 0 && !known.Contains(field.Name))
                    throw new SourceException(path, $"unknown field '{prefix}{field.Name}'; known are {string.Join(", ", known.Select(k => prefix + k))}");
            }
        }

        public string? Text(string name) => !element.TryGetProperty(name, out JsonElement value) ? null
            : value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text
            : throw new SourceException(path, $"the field '{prefix}{name}' must be a text in quotes");

        public int? Whole(string name) => !element.TryGetProperty(name, out JsonElement value) ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number > 0 ? number
            : throw new SourceException(path, $"the field '{prefix}{name}' must be a whole number above 0");

        public Fields? Object(string name, params string[] known) =>
            element.TryGetProperty(name, out JsonElement value) ? new Fields(path, $"{prefix}{name}.", value, known) : null;

        public Dictionary<string, string> Texts() => element.EnumerateObject().ToDictionary(f => f.Name, f => Text(f.Name)!);
    }
}
