namespace Habitue.Lake.Sources.Api;

public enum PageStyle
{
    /// <summary>Found by looking: a Link header, a next address, a cursor, a page or offset in the address; else one page.</summary>
    Auto,

    /// <summary>The server names the next page's address, in a Link header or in the body.</summary>
    Next,

    /// <summary>The server gives a token that the next request sends back.</summary>
    Cursor,

    /// <summary>Pages are numbered; an empty page is past the last.</summary>
    Number,

    /// <summary>Pages begin at a count of records; an empty page is past the last.</summary>
    Offset,

    /// <summary>One page is all there is.</summary>
    None,
}

/// <summary>
/// How one JSON API is read. It comes from the address (<c>https://…#since=updated_since:updated_at</c>) or from a
/// file <c>NAME.api.json</c>; a token is never in either, only the name of the variable that holds it.
/// </summary>
internal sealed record ApiSettings
{
    public const string DefaultTokenVariable = "HABITUE_API_TOKEN";

    /// <summary>What people see and the ledger keeps: the file's path, or the address without secrets.</summary>
    public required string Address { get; init; }

    /// <summary>Where the first page is; without user and password.</summary>
    public required Uri Url { get; init; }

    /// <summary>User and password of the address, as <c>user:password</c>.</summary>
    public string? Login { get; init; }

    /// <summary>The parameter that asks for records since a value, and the record's field that holds such values.</summary>
    public (string Parameter, string Field)? Since { get; init; }

    public PageStyle Style { get; init; } = PageStyle.Auto;

    /// <summary>The parameter that carries page number, offset or cursor.</summary>
    public string? PageParameter { get; init; }

    /// <summary>Asks for so many records per page, in <see cref="SizeParameter"/>.</summary>
    public int? PageSize { get; init; }

    public string SizeParameter { get; init; } = "limit";

    /// <summary>More pages than this is taken for paging without an end.</summary>
    public int PageLimit { get; init; } = 20_000;

    /// <summary>Where in an answer the array of records is, as in <c>data.orders</c>.</summary>
    public string? Items { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The environment variable that holds the bearer token.</summary>
    public string TokenVariable { get; init; } = DefaultTokenVariable;

    public static ApiSettings Of(string address) =>
        HttpSource.IsUrl(address) ? ApiAddress.Parse(address) : ApiSettingsFile.Read(address);
}
