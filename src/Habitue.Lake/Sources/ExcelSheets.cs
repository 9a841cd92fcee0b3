using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Habitue.Lake.Sources.Excel;

namespace Habitue.Lake.Sources;

/// <summary>
/// Workbooks (.xlsx, .xlsb, .xls) as one spooled CSV per visible sheet that holds a table. Rows are streamed, so a
/// sheet may be larger than memory; only a workbook's list of distinct texts is held.
/// </summary>
public static class ExcelSheets
{
    static ExcelSheets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>By its name. A file ~$NAME is Excel's own note that NAME is open.</summary>
    public static bool Accepts(string path) =>
        !Path.GetFileName(path).StartsWith("~$", StringComparison.Ordinal)
        && Path.GetExtension(path).ToLowerInvariant() is ".xlsx" or ".xlsm" or ".xlsb" or ".xls";

    /// <exception cref="SourceException">The file is missing, protected, broken, or holds no table.</exception>
    public static IReadOnlyList<SourceFile> Spool(string path, SourceContext context, CancellationToken cancel)
    {
        path = Path.GetFullPath(path);
        var files = new List<SourceFile>();
        bool isComplete = false;
        try
        {
            using IExcelDataReader reader = Open(path, cancel);
            int sheet = 0;
            do
            {
                if (SpoolSheet(reader, path, sheet++, context, cancel) is { } file)
                    files.Add(file);
            }
            while (reader.NextResult());
            isComplete = files.Count > 0;
        }
        catch (Exception e) when (e is not (SourceException or OperationCanceledException))
        {
            throw new SourceException(path, Problem(e), e);
        }
        finally
        {
            if (!isComplete)
                files.ForEach(f => File.Delete(f.LocalPath));
        }

        return isComplete ? files : throw new SourceException(path, "no visible sheet holds a table under a row of column names; add such a row, or save the table as CSV");
    }

    private static SourceFile? SpoolSheet(IExcelDataReader reader, string path, int sheet, SourceContext context, CancellationToken cancel)
    {
        string address = $"{path}#{reader.Name}";
        if (reader.VisibleState != "visible")
        {
            context.Say?.Invoke($"{address}: the sheet is hidden and was skipped");
            return null;
        }

        ExcelTable? table = ExcelTable.Spool(reader, address, null, context, cancel);
        if (table is null)
        {
            if (reader.RowCount > 0)
                context.Say?.Invoke($"{address}: the sheet holds no table under a row of column names and was skipped");
            return null;
        }

        if (table.Seen != table.Written)
        {
            // A value appeared beside the columns that the top of the sheet promised: write again, wider.
            File.Delete(table.LocalPath);
            using IExcelDataReader again = Open(path, cancel);
            for (int i = 0; i < sheet; i++)
                again.NextResult();
            table = ExcelTable.Spool(again, address, table.Seen, context, cancel)!;
        }

        return new SourceFile { Address = address, LocalPath = table.LocalPath, Format = SourceFormat.Csv, IsSpooled = true };
    }

    private static IExcelDataReader Open(string path, CancellationToken cancel)
    {
        var stream = new CancellableFile(path, cancel);
        try
        {
            return ExcelReaderFactory.CreateReader(stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static string Problem(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file; check the path",
        UnauthorizedAccessException => "may not be read; check the file's permissions",
        InvalidPasswordException => "the workbook is protected by a password; save a copy without it, or save the sheet as CSV",
        HeaderException => "is not an Excel workbook, whatever its name says (web shops often export HTML or CSV as .xls); save it as .xlsx or give it its true extension",
        _ => $"the workbook is broken or cut short ({e.Message.TrimEnd('.')}); open it in Excel and save it again, or get a fresh copy",
    };

    /// <summary>The reader goes through a whole sheet before its first row, without asking whether to stop.</summary>
    private sealed class CancellableFile(string path, CancellationToken cancel)
        : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16)
    {
        // The other ways to read a derived FileStream come through this one.
        public override int Read(byte[] buffer, int offset, int count)
        {
            cancel.ThrowIfCancellationRequested();
            return base.Read(buffer, offset, count);
        }
    }
}
