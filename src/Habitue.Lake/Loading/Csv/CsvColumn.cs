using Habitue.Duck;
using Habitue.Lake.Events;
using Habitue.Lake.Mapping;

namespace Habitue.Lake.Loading.Csv;

/// <summary>What a column of held rows gives.</summary>
internal enum CsvColumnKind
{
    /// <summary>The file, the row's number among all and in the file, and the rule by which it was set aside.</summary>
    Source, Row, Place, Aside,

    /// <summary>A field as it is written.</summary>
    Raw,

    /// <summary>A text without blanks around it, and a spreadsheet's 17850.0 as 17850.</summary>
    Word, WholeNumber,

    /// <summary>A text that was read as a value.</summary>
    Time, Number, Money,
}

/// <summary>A column of held rows.</summary>
/// <param name="Name">Its name in SQL.</param>
/// <param name="Kind">What it gives.</param>
/// <param name="Slot">The column of the file that it is made of.</param>
internal sealed record CsvColumn(string Name, CsvColumnKind Kind, int Slot = -1)
{
    public bool IsValue => Kind >= CsvColumnKind.Time;

    public DuckType Type => Kind switch
    {
        CsvColumnKind.Source => new(DuckTypeId.Integer),
        CsvColumnKind.Row or CsvColumnKind.Place => new(DuckTypeId.BigInt),
        CsvColumnKind.Time => new(DuckTypeId.Timestamp),
        CsvColumnKind.Number => new(DuckTypeId.Double),
        CsvColumnKind.Money => new(DuckTypeId.Decimal) { Width = 18, Scale = 4 },
        _ => new(DuckTypeId.Varchar),
    };

    /// <summary>How a field of the convention is read without a database; null when only SQL reads it.</summary>
    public static CsvColumnKind? KindOf(FieldType type, string? way) => (type, way) switch
    {
        (FieldType.Time, null or ReadAs.Iso) => CsvColumnKind.Time,
        (FieldType.Number, null) => CsvColumnKind.Number,
        (FieldType.Money, null) => CsvColumnKind.Money,
        (FieldType.Id, ReadAs.WholeNumberId) => CsvColumnKind.WholeNumber,
        (FieldType.Id or FieldType.Text, null) => CsvColumnKind.Word,
        _ => null,
    };
}
