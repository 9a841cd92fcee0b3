namespace Habitue.Simulation;

/// <summary>A text file that is written row by row: the row is built in <see cref="Line"/> and ended with <see cref="EndRow"/>.</summary>
internal sealed class SourceFile : IDisposable
{
    private readonly FileStream _file;

    public SourceFile(string folder, string path, ReadOnlySpan<byte> header)
    {
        Path = path;
        var full = System.IO.Path.Combine(folder, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        _file = new FileStream(full, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 17);
        if (header.Length > 0) Header(header);
    }

    public string Path { get; }

    /// <summary>Data rows, without the header.</summary>
    public long Rows { get; private set; }

    public long Bytes { get; private set; }

    public Utf8Text Line { get; } = new();

    /// <summary>Writes the row built in <see cref="Line"/> this many times.</summary>
    public void EndRow(int times = 1)
    {
        Line.Byte((byte)'\n');
        for (; times > 0; times--) Write(Line.Span);
        Line.Clear();
    }

    /// <summary>Writes one whole row that ends with its newline.</summary>
    public void Write(ReadOnlySpan<byte> row)
    {
        _file.Write(row);
        Bytes += row.Length;
        Rows++;
    }

    public void Dispose() => _file.Dispose();

    private void Header(ReadOnlySpan<byte> header)
    {
        _file.Write(header);
        _file.WriteByte((byte)'\n');
        Bytes = header.Length + 1;
    }
}
