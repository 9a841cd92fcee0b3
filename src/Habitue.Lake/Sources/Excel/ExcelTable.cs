using System.Text;
using ExcelDataReader;

namespace Habitue.Lake.Sources.Excel;

/// <summary>The columns from the first to the last that hold anything, counted from 0.</summary>
internal readonly record struct ExcelExtent(int First, int Last)
{
    public ExcelExtent And(ExcelCell[] row)
    {
        int first = Array.FindIndex(row, c => c.IsFilled);
        return first < 0 ? this : new(Math.Min(First, first), Math.Max(Last, Array.FindLastIndex(row, c => c.IsFilled)));
    }
}

/// <summary>The table of one sheet, written as CSV row by row.</summary>
/// <param name="LocalPath">The file.</param>
/// <param name="Written">The columns that the file holds.</param>
/// <param name="Seen">The columns that turned out to hold values; wider when the top of the sheet did not show them.</param>
internal sealed record ExcelTable(string LocalPath, ExcelExtent Written, ExcelExtent Seen)
{
    /// <summary>Rows looked at to find the header and the width.</summary>
    private const int Preview = 200;

    /// <returns>Null when the sheet shows no row of column names.</returns>
    public static ExcelTable? Spool(IExcelDataReader reader, string address, ExcelExtent? columns, SourceContext context, CancellationToken cancel)
    {
        var cells = new ExcelCells(reader);
        var merges = new ExcelMerges(reader.MergeCells ?? []);
        var top = new List<ExcelCell[]>();
        while (top.Count < Preview && Next() is { } row)
            top.Add(row);

        int header = ExcelHeader.Find(top, merges);
        if (header < 0)
            return null;

        merges.StartBelow(header);
        ExcelExtent seen = top.Skip(header).Aggregate(new ExcelExtent(int.MaxValue, 0), (extent, row) => extent.And(row));
        ExcelExtent written = columns ?? seen;
        using var spool = new SpoolFile(context, address, ".csv");
        using (var csv = new StreamWriter(spool, new UTF8Encoding(false), 1 << 16, leaveOpen: true))
        {
            WriteRow(csv, ExcelHeader.Names(top[header], written));
            for (int i = header + 1; i < top.Count; i++)
                WriteData(top[i], i);
            for (int i = top.Count; Next() is { } row; i++)
                WriteData(row, i);

            void WriteData(ExcelCell[] row, int index)
            {
                merges.Fill(index, row);
                if (!Array.Exists(row, c => c.IsFilled))
                    return;
                seen = seen.And(row);
                WriteRow(csv, Enumerable.Range(written.First, written.Last - written.First + 1).Select(c => c < row.Length ? row[c].Text : null));
            }
        }

        spool.Keep();
        return new(spool.LocalPath, written, seen);

        ExcelCell[]? Next()
        {
            cancel.ThrowIfCancellationRequested();
            return reader.Read() ? cells.Row() : null;
        }
    }

    private static void WriteRow(StreamWriter csv, IEnumerable<string?> values)
    {
        bool isFirst = true;
        foreach (string? value in values)
        {
            if (!isFirst)
                csv.Write(',');
            isFirst = false;
            if (value is null)
                continue;
            if (value.AsSpan().IndexOfAny("\",\r\n") >= 0 || value.Length == 0 || char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]))
            {
                csv.Write('"');
                csv.Write(value.Replace("\"", "\"\"", StringComparison.Ordinal));
                csv.Write('"');
            }
            else
            {
                csv.Write(value);
            }
        }

        csv.Write('\n');
    }
}
