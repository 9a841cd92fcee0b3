using Habitue.Decisions.Log;
using Habitue.Lake.Log;
using Microsoft.AspNetCore.Http;

namespace Habitue.Decisions.Web;

/// <summary>Decides, remembers and logs: what every address that decides has in common.</summary>
internal sealed class Deciding(Decider decider, DecisionMemory memory, DecisionWriter writer, TimeProvider clock)
{
    public World World => decider.World;

    /// <summary>The decisions of a request in the order of its placements; those made for it before are found again.</summary>
    /// <exception cref="BadRequestException">A placement is unknown, the id belongs to somebody else's request, or nothing can be logged.</exception>
    public Decision[] For(DecideRequest request, long started)
    {
        foreach (var placement in request.Placements)
            if (!World.Catalogue.Placements.ContainsKey(placement))
                throw new BadRequestException($"There is no placement '{placement}'; {Catalogue.FileName} names {Named(World.Catalogue)}.", StatusCodes.Status404NotFound);
        var known = request.Placements.Select(placement => memory.Recent.Find(Decision.IdOf(request.Id, placement))).ToArray();
        if (known.Any(one => one is not null && one.Customer != request.Customer))
            throw new BadRequestException($"The requestId {request.Id} was used for another customer; name each request anew.", StatusCodes.Status409Conflict);
        string[] missing = [.. request.Placements.Where((_, i) => known[i] is null)];
        if (missing.Length == 0) return known!;
        var made = decider.Decide(request with { Placements = missing }, started);
        foreach (var decision in made)
        {
            var json = DecisionJson.Of(decision, request.UserId, request.AnonymousId);
            if (!writer.TryAdd(new LogEntry(request.Customer, json, LogId.Of(decision.Id))))
                throw new BadRequestException("More decisions wait to be logged than can be kept; ask again in a moment.", StatusCodes.Status503ServiceUnavailable);
            memory.Take(decision, json);
        }
        DecisionCounts.Count(made, clock.GetElapsedTime(started));
        return [.. request.Placements.Select((placement, i) => known[i] ?? made.First(one => one.Placement == placement))];
    }

    private static string Named(Catalogue catalogue) => catalogue.Placements.Count == 0 ? "none" : string.Join(", ", catalogue.Placements.Keys.Take(20));
}
