namespace Habitue.Lake.Log;

/// <summary>What became of the entries of one append: each is on the disk now, by this append or, when it is a duplicate, by an earlier one.</summary>
public sealed class LogReceipt
{
    private readonly bool[]? duplicates;

    /// <param name="count">How many entries there were.</param>
    /// <param name="duplicates">Which of them were duplicates; null for none.</param>
    public LogReceipt(int count, bool[]? duplicates)
    {
        (Count, this.duplicates) = (count, duplicates);
        Duplicates = duplicates?.Count(d => d) ?? 0;
    }

    public int Count { get; }
    public int Duplicates { get; }
    public int Appended => Count - Duplicates;

    /// <summary>Whether the entry at this place had been appended before, so that it was not appended again.</summary>
    public bool IsDuplicate(int index) => duplicates is not null && duplicates[index];
}
