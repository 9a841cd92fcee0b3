using System.Collections.Concurrent;
using System.Security.Cryptography;
using Habitue.Lake.Sources;

namespace Habitue.Lake.Loading;

/// <summary>A file that has something new: what the ledger will say of it, and what its head looks like.</summary>
internal sealed record LookedFile(LoadFile File, SourceFormat Format, TextFile? Text);

/// <summary>Looks at the files of a load, two at a time: what is new, what grew, what cannot be read.</summary>
internal sealed class FileLook(LoadSettings settings, Ledger ledger)
{
    private readonly ConcurrentBag<string> copies = [];
    private int copy;
    private int unchanged;
    private int empty;

    public List<RefusedFile> Refused { get; } = [];
    public List<string> Notes { get; } = [];
    public int Unchanged => unchanged;
    public int Empty => empty;

    public IReadOnlyList<LookedFile> At(IReadOnlyList<SourceFile> files, CancellationToken cancel)
    {
        var looked = new LookedFile?[files.Count];
        try
        {
            Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Math.Min(4, Environment.ProcessorCount) }, i =>
            {
                try
                {
                    looked[i] = Look(files[i], cancel);
                }
                catch (SourceException bad)
                {
                    lock (Refused)
                        Refused.Add(new RefusedFile(bad.Address, bad.Message));
                }
            });
        }
        catch (AggregateException several) when (several.InnerExceptions.All(e => e is OperationCanceledException))
        {
            throw new OperationCanceledException(cancel);
        }

        Refused.Sort((a, b) => string.CompareOrdinal(a.Address, b.Address));
        Notes.Sort(StringComparer.Ordinal);
        // Ids are given in the order of the files, so that a load of the same files is the same load.
        return [.. looked.OfType<LookedFile>().Select(l => l with { File = l.File with { Id = l.File.Id > 0 ? l.File.Id : ledger.NextId() } })];
    }

    public void DeleteCopies()
    {
        foreach (string path in copies)
            File.Delete(path);
    }

    /// <summary>A path for a copy that goes when the load is over.</summary>
    public string NewCopy()
    {
        string path = Path.Combine(settings.SpoolFolder, $"copy-{Environment.ProcessId}-{Interlocked.Increment(ref copy)}.txt");
        copies.Add(path);
        return path;
    }

    private LookedFile? Look(SourceFile source, CancellationToken cancel)
    {
        var info = new FileInfo(source.LocalPath);
        DateTime modified = new(info.LastWriteTimeUtc.Ticks / 10 * 10, DateTimeKind.Utc);
        KnownSource? known = ledger.Find(source.Address);
        if (known is not null && !source.IsSpooled && known.Bytes == info.Length && known.Modified == modified)
            return Skip(ref unchanged);
        if (info.Length == 0)
            return IsEmpty(source);
        if (source.Format == SourceFormat.Parquet)
        {
            string sha = Sha256Of(source.LocalPath, cancel);
            return sha == known?.Sha256 ? Skip(ref unchanged) : new LookedFile(NewFile(source, source.LocalPath, sha, known, info.Length, modified), source.Format, null);
        }

        string local = source.Format == SourceFormat.JsonLines ? JsonLines.Of(source.LocalPath, NewCopy, cancel) : source.LocalPath;
        TextFile text = TextFile.Look(local, NewCopy, known?.Bytes ?? 0, cancel);
        if (text.Sha256 == known?.Sha256)
            return Skip(ref unchanged);
        if (text.IsBlank)
            return IsEmpty(source);
        if (text.Encoding != "UTF-8")
            Say($"{source.Address}: is written in {text.Encoding}, read as such");
        LoadFile file = NewFile(source, text.ReadPath, text.Sha256, known, info.Length, modified) with { Overlong = text.Overlong };
        if (known is not null && text.PrefixSha256 == known.Sha256 && local == source.LocalPath && text.ReadPath == local)
            file = Grown(file, known, text, source.Format == SourceFormat.Csv);
        return new LookedFile(file, source.Format, text);
    }

    private LookedFile? IsEmpty(SourceFile source)
    {
        Say($"{source.Address}: is empty; nothing to load");
        return Skip(ref empty);
    }

    private static LookedFile? Skip(ref int counter)
    {
        Interlocked.Increment(ref counter);
        return null;
    }

    private void Say(string note)
    {
        lock (Notes)
            Notes.Add(note);
    }

    private static LoadFile NewFile(SourceFile source, string readPath, string sha, KnownSource? known, long bytes, DateTime modified) => new()
    {
        Source = source, ReadPath = readPath, Id = known?.Source ?? 0, Bytes = bytes, Modified = modified, Sha256 = sha,
        Replaces = known is not null && !source.Appends, RowsBefore = source.Appends ? known?.Rows ?? 0 : 0,
    };

    /// <summary>The file is what was loaded before and more: only what came after is read, under the same header.</summary>
    private LoadFile Grown(LoadFile file, KnownSource known, TextFile text, bool hasHeader)
    {
        string tail = NewCopy();
        using FileStream from = FileSource.Open(file.ReadPath);
        // Where the old end was in the middle of a line, that line is another one now.
        from.Seek(known.Bytes - 1, SeekOrigin.Begin);
        if (from.ReadByte() != '\n')
            return file;
        using FileStream into = File.Create(tail);
        if (hasHeader && CsvDialect.Look(text.Head, text.HeadIsWhole) is { Dialect: { HasHeader: true } dialect })
        {
            string[] lines = text.Head.Split('\n', dialect.SkippedLines + 2);
            into.Write(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines.Take(dialect.SkippedLines + 1)) + "\n"));
        }

        from.CopyTo(into);
        return file with { ReadPath = tail, RowsBefore = known.Rows, Replaces = false };
    }

    private static string Sha256Of(string path, CancellationToken cancel)
    {
        using FileStream file = FileSource.Open(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[1 << 20];
        for (int n; (n = file.Read(block)) > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            hash.AppendData(block, 0, n);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
