using System.Text;
using Habitue.Duck;

namespace Habitue.Lake.Marts;

/// <summary>How the warehouse's types are called in PostgreSQL, and how a value is written so that PostgreSQL reads the same one.</summary>
internal static class PostgresColumns
{
    private const int LongestName = 63;

    /// <summary>The type of a column. Times without a zone are UTC, as in the warehouse; whole numbers that fit no bigint are numeric; lists and records are jsonb.</summary>
    public static string TypeOf(DuckType type) => type.Id switch
    {
        DuckTypeId.Boolean => "boolean",
        DuckTypeId.TinyInt or DuckTypeId.SmallInt or DuckTypeId.UTinyInt => "smallint",
        DuckTypeId.Integer or DuckTypeId.USmallInt => "integer",
        DuckTypeId.BigInt or DuckTypeId.UInteger => "bigint",
        DuckTypeId.UBigInt or DuckTypeId.HugeInt or DuckTypeId.UHugeInt or DuckTypeId.BigNum => "numeric",
        DuckTypeId.Decimal => $"numeric({type.Width},{type.Scale})",
        DuckTypeId.Float => "real",
        DuckTypeId.Double => "double precision",
        DuckTypeId.Date => "date",
        DuckTypeId.Time => "time",
        DuckTypeId.Timestamp or DuckTypeId.TimestampS or DuckTypeId.TimestampMs or DuckTypeId.TimestampNs => "timestamp",
        DuckTypeId.TimestampTz => "timestamptz",
        DuckTypeId.Uuid => "uuid",
        DuckTypeId.Blob => "bytea",
        _ when IsJson(type) => "jsonb",
        _ => "text",
    };

    /// <summary>The value as the text that PostgreSQL's COPY reads.</summary>
    public static string Written(MartColumn column) => column.Type.Id switch
    {
        DuckTypeId.Blob => $"'\\x' || hex({column.Sql})",
        // PostgreSQL's texts hold no zero character, and its JSON none that is written out.
        _ when IsJson(column.Type) => $"replace(CAST(to_json({column.Sql}) AS VARCHAR), '\\u0000', '')",
        _ when TypeOf(column.Type) == "text" => $"replace(CAST({column.Sql} AS VARCHAR), chr(0), '')",
        _ => column.Sql,
    };

    /// <exception cref="MartException">A name is longer than PostgreSQL allows, which would cut it.</exception>
    public static string Named(string name) => Encoding.UTF8.GetByteCount(name) <= LongestName ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : throw new MartException($"{name}: PostgreSQL allows names of {LongestName} bytes; leave this table out with --tables.");

    private static bool IsJson(DuckType type) => type.Alias == "JSON" || type.Id is DuckTypeId.List or DuckTypeId.Array or DuckTypeId.Struct or DuckTypeId.Map or DuckTypeId.Union;
}
