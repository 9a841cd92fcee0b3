using Habitue.Duck;
using Habitue.Lake.Loading.Lines;

namespace Habitue.Lake.Loading.Csv;

/// <summary>Texts of files as values, as <see cref="Mapping.ReadAs"/> reads them in SQL; what is written in another than the usual way is not read here.</summary>
internal static class CsvValue
{
    /// <summary>The value as a column stores it; null when it is not certain.</summary>
    public static long? Of(CsvColumnKind kind, ReadOnlySpan<byte> text) => kind switch
    {
        CsvColumnKind.Time => LineRead.Moment(text),
        CsvColumnKind.Money => LineRead.Money(text),
        CsvColumnKind.Number => LineRead.Number(text) is { } number ? BitConverter.DoubleToInt64Bits(number) : null,
        _ => null,
    };

    /// <summary>Where a text is without the blanks around it, and without the .0 that a spreadsheet adds to a whole number; empty when nothing is left.</summary>
    public static TextSpan Word(CsvColumnKind kind, ReadOnlySpan<byte> text)
    {
        if (kind == CsvColumnKind.WholeNumber && text.EndsWith(".0"u8))
            return new TextSpan(0, text.Length - 2);
        if (text[0] != ' ' && text[^1] != ' ')
            return new TextSpan(0, text.Length);
        int start = text.IndexOfAnyExcept((byte)' ');
        return start < 0 ? TextSpan.Null : new TextSpan(start, text.LastIndexOfAnyExcept((byte)' ') + 1 - start);
    }
}
