using Habitue.Duck;

namespace Habitue.Lake.Marts;

/// <summary>A folder of files, one per table. A file is there as a whole or not at all.</summary>
public sealed class FolderTarget
{
    private readonly string folder, form;

    /// <param name="folder">Made when it is not there.</param>
    /// <param name="form">parquet or csv.</param>
    /// <exception cref="MartException">It is a file.</exception>
    public FolderTarget(string folder, string form)
    {
        if (File.Exists(folder)) throw new MartException($"{folder}: this is a file; name a folder.");
        (this.folder, this.form) = (Directory.CreateDirectory(folder).FullName, form);
    }

    /// <returns>How many rows were written.</returns>
    public long Write(DuckConnection connection, Mart mart, CancellationToken cancel)
    {
        var file = Path.Combine(folder, $"{mart.Name}.{form}");
        var unfinished = file + ".unfinished";
        try
        {
            var rows = connection.Execute($"COPY ({mart.Sql()}) TO {Loading.Sql.Text(unfinished)} ({(form == "csv" ? "FORMAT csv, HEADER" : "FORMAT parquet, COMPRESSION zstd")})", cancel);
            File.Move(unfinished, file, overwrite: true);
            return rows;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
