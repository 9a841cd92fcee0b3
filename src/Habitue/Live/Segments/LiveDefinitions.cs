namespace Habitue.Live.Segments;

/// <summary>All live segments that are defined, as one unchanging picture: a changed file is another one.</summary>
internal sealed class LiveDefinitions(IReadOnlyList<LiveDefinition> all)
{
    private readonly Dictionary<string, LiveDefinition> byName = all.ToDictionary(one => one.Name, StringComparer.OrdinalIgnoreCase);

    public static LiveDefinitions None { get; } = new([]);

    public IReadOnlyList<LiveDefinition> All => all;

    /// <summary>Some condition looks at price drops.</summary>
    public bool WatchPrices { get; } = all.Any(one => one.Conditions.Any(condition => condition is PriceDropCondition));

    /// <summary>Stands for what is defined: the same text is the same stamp.</summary>
    public string Stamp { get; } = string.Join('\n', all.Select(one => $"{one.Name}\t{one.Text}"));

    public LiveDefinition? Find(string name) => byName.GetValueOrDefault(name);
}
