namespace Habitue.Learning.Data;

/// <summary>
/// Names with the numbers that algorithms use for them: the first is 0, the second 1. For the customers and products of
/// <see cref="Interactions"/>. Finding a number by its name takes one look into a table.
/// </summary>
public sealed class Names
{
    private readonly string[] names;
    private readonly Dictionary<string, int> numbers;

    /// <summary>Names in the order of their numbers.</summary>
    /// <param name="what">What they are names of, in one word for error messages: <c>user</c>, <c>item</c>.</param>
    /// <param name="names">The names, each once.</param>
    /// <exception cref="BadDataException">A name is missing or is there twice.</exception>
    public Names(string what, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        (What, this.names) = (what, [.. names]);
        numbers = new Dictionary<string, int>(this.names.Length, StringComparer.Ordinal);
        for (var i = 0; i < this.names.Length; i++)
        {
            if (this.names[i] is null) throw new BadDataException($"The {what} number {i} has no name.");
            if (!numbers.TryAdd(this.names[i], i)) throw new BadDataException($"The {what} '{this.names[i]}' is there twice; give each a name of its own.", this.names[i]);
        }
    }

    /// <summary>What they are names of, in one word.</summary>
    public string What { get; }

    /// <summary>How many there are.</summary>
    public int Count => names.Length;

    /// <summary>The name of a number.</summary>
    public string this[int number] => names[number];

    /// <summary>All names in the order of their numbers.</summary>
    public IReadOnlyList<string> All => names;

    /// <summary>The number of a name.</summary>
    /// <exception cref="BadDataException">There is no such name; the message gives it.</exception>
    public int Of(string name) => numbers.TryGetValue(name, out var number) ? number : throw new BadDataException($"There is no {What} '{name}' among the {Count} that are known.", name);

    /// <summary>The number of a name, or -1 when there is none.</summary>
    public int Find(string name) => numbers.GetValueOrDefault(name, -1);

    /// <summary>How many there are of what, such as "3665 items".</summary>
    public override string ToString() => $"{Count} {What}{(Count == 1 ? "" : "s")}";
}
