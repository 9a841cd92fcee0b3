using Habitue.Insights;
using Habitue.Server.Web;

namespace Habitue.Behaviour;

/// <summary>How many visits did one thing after another at a place of the visit (0 the first); Next is null where nothing more followed.</summary>
internal sealed record PathStep(int Place, string Action, string? Next, long Visits);

/// <summary>What people do one after the other in a visit: the most frequent things at each place, all others together.</summary>
internal sealed class Paths
{
    public const int Places = 5;

    public const string Left = "Left", Others = "Something else";

    /// <summary>More visits than this are looked at in part: every so many-th customer's, always the same ones.</summary>
    private const long MostVisits = 30_000;

    private const int MostActions = 7;

    /// <summary>1 when all visits were looked at, else every so many-th customer's.</summary>
    public int Sampled { get; }

    /// <summary>Visits that were followed; they begin at the thing that was asked for.</summary>
    public long Visits { get; }

    /// <summary>The steps with the rarer things put together, the places in their order.</summary>
    public IReadOnlyList<PathStep> Steps { get; }

    /// <param name="view">Who asks.</param>
    /// <param name="start">What a visit is looked at from; empty for its beginning.</param>
    public Paths(PageView view, string start)
    {
        var filter = view.Filter;
        var all = view.Warehouse.Scalar<long>($"SELECT COUNT(*) FROM sessions s WHERE s.started_at >= $1 AND s.started_at < $2 AND {filter.Of("s")}", filter.From, filter.Until);
        Sampled = (int)((all + MostVisits - 1) / MostVisits) is > 1 and var part ? part : 1;
        string Sample(string table) => Sampled == 1 ? "TRUE" : $"hash({table}.customer_id) % {Sampled} = 0";
        var found = view.Warehouse.Rows<PathStep>(SliceQueries.Read("Behaviour/Paths", ("name", ShopActions.NameSql), ("counted", ShopActions.CountedSql), ("of_session", filter.Of("s")),
            ("of_event", filter.OfSegment("e.customer_id")), ("sampled_session", Sample("s")), ("sampled_event", Sample("e"))), filter.From, filter.Until, start, Places);
        Visits = found.Where(step => step.Place == 0).Sum(step => step.Visits);
        Steps = Together(found);
    }

    private static IReadOnlyList<PathStep> Together(IReadOnlyList<PathStep> found)
    {
        // What is frequent at a place is what leads on from there; at the last place, what is led to.
        var frequent = Enumerable.Range(0, Places + 1).Select(place => (place < Places ? found.Where(step => step.Place == place).Select(step => (step.Action, step.Visits)) : found.Where(step => step.Place == place - 1 && step.Next is not null).Select(step => (Action: step.Next!, step.Visits)))
            .GroupBy(one => one.Action).OrderByDescending(group => group.Sum(one => one.Visits)).ThenBy(group => group.Key, StringComparer.Ordinal).Take(MostActions).Select(group => group.Key).ToHashSet(StringComparer.Ordinal)).ToArray();
        string Name(int place, string? action) => action is null ? Left : frequent[place].Contains(action) ? action : Others;
        return [.. found.GroupBy(step => (step.Place, From: Name(step.Place, step.Action), To: Name(step.Place + 1, step.Next)))
            .Select(group => new PathStep(group.Key.Place, group.Key.From, group.Key.To, group.Sum(step => step.Visits)))
            .OrderBy(step => step.Place).ThenByDescending(step => step.Visits).ThenBy(step => step.Action, StringComparer.Ordinal)];
    }
}
