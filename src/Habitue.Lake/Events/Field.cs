namespace Habitue.Lake.Events;

/// <summary>What a field's values are; it decides how a column's text is read.</summary>
public enum FieldType
{
    /// <summary>A name of a thing: trimmed, empty is missing, and 17850.0 written by a spreadsheet is 17850.</summary>
    Id,
    Text,
    /// <summary>A moment, kept in UTC.</summary>
    Time,
    Date,
    Number,
    Integer,
    /// <summary>Money in the row's currency, four decimals.</summary>
    Money,
    Boolean,
}

/// <summary>One column of an entity's table.</summary>
/// <param name="Name">The column's name in the warehouse.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Meaning">One sentence for the person who reads or edits a mapping.</param>
/// <param name="Synonyms">Names that other systems give it, in lower case without separators.</param>
/// <param name="IsPersonal">Names or reaches a person: lives in profiles only, and passes through one door.</param>
public sealed record Field(string Name, FieldType Type, string Meaning, string[] Synonyms, bool IsPersonal = false)
{
    public string SqlType => Type switch
    {
        FieldType.Time => "TIMESTAMP",
        FieldType.Date => "DATE",
        FieldType.Number => "DOUBLE",
        FieldType.Integer => "BIGINT",
        FieldType.Money => "DECIMAL(18,4)",
        FieldType.Boolean => "BOOLEAN",
        _ => "VARCHAR",
    };
}
