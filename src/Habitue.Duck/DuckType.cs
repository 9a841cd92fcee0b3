namespace Habitue.Duck;

/// <summary>The type of a column: its kind, and what the kind needs to be complete (width, labels, items, fields).</summary>
public sealed record DuckType(DuckTypeId Id)
{
    /// <summary>Digits of a DECIMAL in all.</summary>
    public byte Width { get; init; }

    /// <summary>Digits of a DECIMAL after the point.</summary>
    public byte Scale { get; init; }

    /// <summary>Items per row of an ARRAY.</summary>
    public int Size { get; init; }

    /// <summary>The type of the items of a LIST, ARRAY or MAP (a map is a list of key and value).</summary>
    public DuckType? Child { get; init; }

    /// <summary>The fields of a STRUCT, or the members of a UNION.</summary>
    public IReadOnlyList<DuckColumn> Fields { get; init; } = [];

    /// <summary>The labels of an ENUM, in the order of their codes.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The name under which the type was made, for example JSON for a VARCHAR.</summary>
    public string? Alias { get; init; }

    /// <summary>Whether the values are numbers.</summary>
    public bool IsNumber => Id is DuckTypeId.TinyInt or DuckTypeId.SmallInt or DuckTypeId.Integer or DuckTypeId.BigInt or DuckTypeId.HugeInt
        or DuckTypeId.UTinyInt or DuckTypeId.USmallInt or DuckTypeId.UInteger or DuckTypeId.UBigInt or DuckTypeId.UHugeInt or DuckTypeId.Float or DuckTypeId.Double or DuckTypeId.Decimal;

    /// <summary>The C# type of the values as they lie in memory: what <see cref="DuckVector.Values{T}"/> takes. Null when there are none.</summary>
    public Type? Storage => DuckStorage.Of(this);

    /// <summary>The type as SQL writes it.</summary>
    public override string ToString() => Alias ?? Id switch
    {
        DuckTypeId.Decimal => $"DECIMAL({Width},{Scale})",
        DuckTypeId.List => $"{Child}[]",
        DuckTypeId.Array => $"{Child}[{Size}]",
        DuckTypeId.Map => $"MAP({Child!.Fields[0].Type}, {Child.Fields[1].Type})",
        DuckTypeId.Struct => $"STRUCT({Named(Fields)})",
        DuckTypeId.Union => $"UNION({Named(Fields)})",
        DuckTypeId.Enum => $"ENUM({string.Join(", ", Labels.Select(label => $"'{label.Replace("'", "''")}'"))})",
        DuckTypeId.TimestampS => "TIMESTAMP_S",
        DuckTypeId.TimestampMs => "TIMESTAMP_MS",
        DuckTypeId.TimestampNs => "TIMESTAMP_NS",
        DuckTypeId.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        DuckTypeId.TimeTz => "TIME WITH TIME ZONE",
        DuckTypeId.TimeNs => "TIME_NS",
        DuckTypeId.SqlNull => "\"NULL\"",
        _ => Id.ToString().ToUpperInvariant(),
    };

    private static string Named(IReadOnlyList<DuckColumn> fields) =>
        string.Join(", ", fields.Select(field => $"\"{field.Name.Replace("\"", "\"\"")}\" {field.Type}"));
}
