namespace Habitue.Live.Shards;

/// <summary>What a shard counts, published for everybody to read.</summary>
/// <param name="Customers">Ids that are remembered.</param>
/// <param name="Visitors">Of these, with a visit that goes on.</param>
/// <param name="OpenCarts">Carts with something in them.</param>
/// <param name="OpenCartValue">What lies in them is worth.</param>
/// <param name="Day">The day (of UTC, in days since 1970) that the next two are of.</param>
/// <param name="OrdersToday">Orders of that day.</param>
/// <param name="RevenueToday">Their money.</param>
/// <param name="Events">Events taken in ever.</param>
/// <param name="Late">Of these, a day or more after they happened.</param>
/// <param name="WrongTimes">Of these, with a time that cannot be.</param>
internal sealed record ShardFigures(long Customers, long Visitors, long OpenCarts, double OpenCartValue, long Day, long OrdersToday, double RevenueToday, long Events, long Late, long WrongTimes);
