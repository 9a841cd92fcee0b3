namespace Habitue.Live.Shards;

/// <summary>An event with the id whose state it changes.</summary>
/// <param name="Id">The user's id when it stands for somebody, else the visitor's; empty for news of a product, which every shard hears.</param>
/// <param name="AsUser">It is the user's.</param>
/// <param name="Offset">Its place in its partition.</param>
internal readonly record struct RoutedEvent(string Id, bool AsUser, CustomerEvent Event, long Offset = 0);

/// <summary>A product costs something else from now on.</summary>
internal readonly record struct PriceChange(string Product, double Price);

/// <summary>What one shard tells that of a person's first id: another id of theirs, as it is now.</summary>
/// <param name="Home">The person's first id.</param>
/// <param name="Part">The other id.</param>
/// <param name="State">A copy that nobody changes.</param>
/// <param name="Members">The live segments that the id was in when it stood alone.</param>
/// <param name="At">The moment that it is of.</param>
internal sealed record PartCopy(string Home, string Part, State.CustomerState State, IReadOnlyList<Segments.Member> Members, long At);

/// <summary>Events of one partition of the log for one shard, in order.</summary>
/// <param name="Next">The offset that follows what has been read of the partition; also when none of it was for this shard.</param>
internal readonly record struct EventBatch(int Partition, long Next, IReadOnlyList<RoutedEvent> Events)
{
    /// <summary>Told when the batch is done.</summary>
    public TaskCompletionSource? Mark { get; init; }
}
