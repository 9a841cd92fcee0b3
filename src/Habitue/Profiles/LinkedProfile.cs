namespace Habitue.Profiles;

/// <summary>A person with several ids. Somebody with one id has none of these: the id is the person.</summary>
/// <param name="Ids">All of them, the first one first, then in the order in which they were joined.</param>
/// <param name="Merges">The numbers of the ledger's entries that tie them together, rising.</param>
internal sealed record LinkedProfile(IReadOnlyList<string> Ids, IReadOnlyList<long> Merges)
{
    /// <summary>The id that the person had first. It stays while others are joined to it.</summary>
    public string FirstId => Ids[0];

    /// <summary>Names this very state of the profile: it is another after a merge and after its undoing.</summary>
    public long Latest => Merges[^1];

    public bool Has(string id) => Ids.Contains(id);

    public bool Equals(LinkedProfile? other) => other is not null && Ids.SequenceEqual(other.Ids) && Merges.SequenceEqual(other.Merges);

    public override int GetHashCode() => HashCode.Combine(FirstId, Ids.Count, Latest);
}
