namespace Habitue.Simulation;

/// <summary>
/// Strikes once in a given number of rows on average, at random but never rarer than once in twice that number,
/// so that also a small shop has every fault.
/// </summary>
internal struct FaultClock(string name, int every, Dice dice)
{
    private Dice _dice = dice;
    private int _left = 1 + dice.Next(every);

    public readonly string Name => name;

    public bool Strikes()
    {
        if (--_left > 0) return false;
        _left = 1 + _dice.Next(2 * every - 1);
        return true;
    }
}

/// <summary>What was made wrong on purpose: how many rows per file and fault, and for most faults which ones.</summary>
internal sealed class FaultLedger : IDisposable
{
    private readonly SortedDictionary<(string File, string Fault), long> _counts = [];
    private readonly SourceFile _rows;

    public FaultLedger(string folder, List<SourceFile> files)
    {
        _rows = new SourceFile(folder, "truth/faults.csv", "file,fault,key,detail"u8);
        files.Add(_rows);
    }

    public void Count(string file, string fault, long rows = 1) => _counts[(file, fault)] = _counts.GetValueOrDefault((file, fault)) + rows;

    /// <summary>Counts one faulty row and writes it down by its key: a message id, or receipt and sku.</summary>
    public void Note(string file, string fault, ReadOnlySpan<byte> key, string detail = "")
    {
        Count(file, fault);
        _rows.Line.Ascii(file).Byte((byte)',').Ascii(fault).Byte((byte)',').Raw(key).Byte((byte)',').Csv(detail);
        _rows.EndRow();
    }

    public void WriteCounts(string folder, List<SourceFile> files)
    {
        using var counts = new SourceFile(folder, "truth/fault-counts.csv", "file,fault,rows"u8);
        files.Add(counts);
        foreach (var ((file, fault), rows) in _counts)
        {
            counts.Line.Ascii(file).Byte((byte)',').Ascii(fault).Byte((byte)',').Number(rows);
            counts.EndRow();
        }
    }

    public void Dispose() => _rows.Dispose();
}
