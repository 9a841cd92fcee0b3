using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Habitue.Tests.Sources;

/// <summary>Writes small Excel workbooks with a writer that has nothing to do with the reader under test.</summary>
internal sealed class Workbook : IDisposable
{
    /// <summary>Indexes of the cell formats that <see cref="Styles"/> declares.</summary>
    public const uint DateFormat = 1, DateTimeFormat = 2, TimeFormat = 3, ZipFormat = 4;

    private readonly SpreadsheetDocument document;
    private readonly Sheets sheets;

    public Workbook(string path)
    {
        document = SpreadsheetDocument.Create(path, SpreadsheetDocumentType.Workbook);
        WorkbookPart book = document.AddWorkbookPart();
        book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook();
        sheets = book.Workbook.AppendChild(new Sheets());
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
    }

    /// <summary>A value of a cell with more to it than its type.</summary>
    public sealed record Special(string Value, CellValues Type = CellValues.Number, uint Style = 0, string? Formula = null);

    public Workbook Sheet(string name, IEnumerable<object?[]> rows, string[]? merged = null, SheetStateValues? state = null)
    {
        WorksheetPart part = document.WorkbookPart!.AddNewPart<WorksheetPart>();
        using (OpenXmlWriter writer = OpenXmlWriter.Create(part))
        {
            writer.WriteStartElement(new Worksheet());
            writer.WriteStartElement(new SheetData());
            uint number = 0;
            foreach (object?[] row in rows)
            {
                number++;
                if (row.Length == 0)
                    continue;
                writer.WriteStartElement(new Row { RowIndex = number });
                for (int i = 0; i < row.Length; i++)
                {
                    if (row[i] is { } value)
                        writer.WriteElement(CellOf(value, $"{(char)('A' + i)}{number}"));
                }

                writer.WriteEndElement();
            }

            writer.WriteEndElement();
            if (merged is not null)
                writer.WriteElement(new MergeCells(merged.Select(m => new MergeCell { Reference = m })));
            writer.WriteEndElement();
        }

        var sheet = new Sheet { Name = name, SheetId = (uint)sheets.Count() + 1, Id = document.WorkbookPart!.GetIdOfPart(part) };
        if (state is not null)
            sheet.State = state;
        sheets.Append(sheet);
        return this;
    }

    public void Dispose() => document.Dispose();

    public static Special Date(string iso) => Serial(iso, DateFormat);

    public static Special DateTime(string iso) => Serial(iso, DateTimeFormat);

    private static Special Serial(string iso, uint style) =>
        new(System.DateTime.Parse(iso, CultureInfo.InvariantCulture).ToOADate().ToString("R", CultureInfo.InvariantCulture), Style: style);

    private static Cell CellOf(object value, string reference) => value switch
    {
        string text => new Cell { CellReference = reference, DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve }) },
        bool truth => new Cell { CellReference = reference, DataType = CellValues.Boolean, CellValue = new CellValue(truth ? "1" : "0") },
        Special s => new Cell { CellReference = reference, DataType = s.Type, StyleIndex = s.Style, CellValue = new CellValue(s.Value), CellFormula = s.Formula is null ? null : new CellFormula(s.Formula) },
        IFormattable number => new Cell { CellReference = reference, CellValue = new CellValue(number.ToString(null, CultureInfo.InvariantCulture)) },
        _ => throw new ArgumentException($"{value.GetType()} has no place in a cell"),
    };

    private static Stylesheet Styles() => new(
        new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "00000" }),
        new Fonts(new Font()),
        new Fills(new Fill()),
        new Borders(new Border()),
        new CellFormats(
            new CellFormat(),
            new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true },
            new CellFormat { NumberFormatId = 22, ApplyNumberFormat = true },
            new CellFormat { NumberFormatId = 20, ApplyNumberFormat = true },
            new CellFormat { NumberFormatId = 164, ApplyNumberFormat = true }));
}
