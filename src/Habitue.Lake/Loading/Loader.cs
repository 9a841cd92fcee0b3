using Habitue.Duck;
using Habitue.Lake.Sources;

namespace Habitue.Lake.Loading;

/// <summary>
/// Brings files into the warehouse: looks at them, leaves out what is there already, maps, cleans and commits in
/// batches. Loading the same thing twice adds nothing; killed at any moment, it leaves whole batches or nothing.
/// </summary>
public static class Loader
{
    /// <exception cref="SourceException">Nothing could be read, or the mapping that was asked for does not fit.</exception>
    public static LoadReport Load(DuckConnection warehouse, IReadOnlyList<SourceFile> files, LoadSettings settings, IProgress<LoadProgress>? progress, CancellationToken cancel)
    {
        Prepare(warehouse, settings, cancel);
        Ledger ledger = Ledger.Read(warehouse);
        var look = new FileLook(settings, ledger);
        try
        {
            progress?.Report(new("looking at files", 0, files.Count));
            IReadOnlyList<LookedFile> looked = look.At(files, cancel);
            IReadOnlyList<TableSet> sets = TableSets.Of(looked, settings, look, warehouse);
            if (sets.Count == 0 && look.Unchanged == 0 && look.Empty == 0 && look.Refused.Count > 0 && files.Count == look.Refused.Count)
                throw new SourceException(look.Refused[0].Address, look.Refused[0].Reason[(look.Refused[0].Address.Length + 2)..]);
            return new Batches(warehouse, settings, look, progress, cancel).Run(files.Count, sets);
        }
        finally
        {
            foreach (SourceFile file in files.Where(f => f.IsSpooled))
                File.Delete(file.LocalPath);
            look.DeleteCopies();
        }
    }

    internal static void Prepare(DuckConnection warehouse, LoadSettings settings, CancellationToken cancel)
    {
        Directory.CreateDirectory(settings.SpoolFolder);
        warehouse.Execute("SET TimeZone = 'UTC'", cancel);
        Storage.Functions.Install(warehouse, cancel);
        Schema.Create(warehouse);
    }
}
