using System.Collections.Immutable;
using Habitue.Decisions.Customers;
using Habitue.Decisions.Policies;

namespace Habitue.Decisions;

/// <summary>
/// Decides what a customer is shown. Everything it asks lies in memory, so a decision takes microseconds and waits for nothing; when time
/// is over all the same, or something breaks, the fallback answers with the reason.
/// </summary>
internal sealed class Decider(TimeProvider clock, ShownLedger shown, ConsentBook consents, BanditBook bandits, Assignments assignments, LiveFactsOf live, Action<Exception> failed)
{
    /// <summary>How long live state is waited for at most.</summary>
    public static readonly TimeSpan MostPatience = TimeSpan.FromMilliseconds(25);

    private World world = World.Empty();

    /// <summary>What decisions are made from; setting it is how everything is reloaded.</summary>
    public World World
    {
        get => Volatile.Read(ref world);
        set
        {
            bandits.Fit(value.Catalogue);
            Volatile.Write(ref world, value);
        }
    }

    /// <summary>One decision per placement.</summary>
    /// <param name="request">What is asked; every placement is in the catalogue.</param>
    /// <param name="started">The clock's timestamp at which the request came in.</param>
    public IReadOnlyList<Decision> Decide(DecideRequest request, long started)
    {
        var (now, current) = (clock.GetUtcNow().UtcDateTime, World);
        var deadline = new Deadline(clock, started, current.Catalogue.Deadline);
        var eligibility = new Eligibility(current, shown, consents);
        try
        {
            var customer = View(current, request);
            if (!eligibility.Allows(request, customer, "personalization")) customer = CustomerView.Nobody with { Context = request.Context };
            return [.. request.Placements.Select(id => One(request, current.Catalogue.Placements[id], current, eligibility, customer, now, deadline))];
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            failed(problem);
            return [.. request.Placements.Select(id => Fallback(request, current.Catalogue.Placements[id], current, now, FallbackReasons.Failed))];
        }
    }

    /// <summary>The customer as decisions see one. What goes on at the moment is waited for during half of the time that an answer may take, and never long.</summary>
    public CustomerView View(World current, DecideRequest request) => new(
        current.Customers, request.UserId is { } user ? current.Customers.Row(user) : -1, live(request.Customer, Least(current.Catalogue.Deadline / 2, MostPatience)), request.Context);

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private Decision One(DecideRequest request, Placement placement, World current, Eligibility eligibility, in CustomerView customer, DateTime now, Deadline deadline)
    {
        try
        {
            if (deadline.IsOver) return Fallback(request, placement, current, now, FallbackReasons.Deadline);
            if (placement.Holdout && current.Catalogue.Holdout is { } holdout && Hashing.Bucket(request.Customer, holdout.Salt) < holdout.Share)
                return Fallback(request, placement, current, now, FallbackReasons.Holdout);
            return Chosen(request, placement, current, eligibility, customer, now, deadline);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            failed(problem);
            return Fallback(request, placement, current, now, FallbackReasons.Failed);
        }
    }

    /// <summary>The placement's own choice, or that of the one to which it hands on.</summary>
    private Decision Chosen(DecideRequest request, Placement asked, World current, Eligibility eligibility, in CustomerView customer, DateTime now, Deadline deadline)
    {
        var (decision, leftOut, full) = (Decision.IdOf(request.Id, asked.Id), new SortedDictionary<string, int>(StringComparer.Ordinal), true);
        for (var placement = asked; placement is not null; placement = placement.Then is { } then ? current.Catalogue.Placements[then] : null)
        {
            if (eligibility.IsFull(placement, request.Customer, now)) continue;
            full = false;
            var candidates = new List<Candidate>();
            foreach (var candidate in Sources.Of(placement, current, customer))
            {
                if (eligibility.Against(candidate, request, customer, now) is not { } reason) candidates.Add(candidate);
                else leftOut[reason] = leftOut.GetValueOrDefault(reason) + 1;
            }
            if (deadline.IsOver) return Fallback(request, asked, current, now, FallbackReasons.Deadline) with { LeftOut = leftOut.ToImmutableSortedDictionary() };
            if (candidates.Count == 0) continue;
            var steering = current.Catalogue.Steerings[placement.Id];
            var pinned = candidates.Exists(one => steering.Pin.Contains(one.Id));
            var ranked = new Ranking(current, bandits, assignments).Rank(placement, decision, request, candidates, customer, now, draws: !pinned);
            if (ranked.Order.Count == 0) continue;
            Ordering.Pin(ranked.Order, steering);
            var taken = Ordering.Take(ranked.Order, placement.Count, steering);
            return new Decision
            {
                Id = decision,
                RequestId = request.Id,
                Customer = request.Customer,
                Placement = asked.Id,
                At = now,
                Actions = [.. taken.Select(one => new ShownAction(one.Id, Words(one, pinned && ReferenceEquals(one, taken[0])), one.Score))],
                OfProducts = placement.Products is not null,
                Policy = pinned ? "pin" : placement.Policy.Name,
                Model = pinned ? null : ranked.Model,
                ModelVersion = pinned ? null : ranked.ModelVersion,
                Propensity = pinned ? 1 : ranked.Propensity,
                Eligible = pinned ? [taken[0].Id] : ranked.Eligible,
                Chances = pinned ? [1] : ranked.Chances,
                Values = pinned ? [taken[0].Value] : [.. ranked.Eligible.Select(id => candidates.Find(one => one.Id == id)?.Value ?? double.NaN)],
                Context = ranked.Context,
                Variation = ranked.Variation,
                Catalogue = current.Catalogue.Version,
                LeftOut = leftOut.ToImmutableSortedDictionary(),
            };
        }
        return Fallback(request, asked, current, now, full ? FallbackReasons.Capped : FallbackReasons.NothingEligible) with { LeftOut = leftOut.ToImmutableSortedDictionary() };
    }

    /// <summary>The offer's own words, or the condition that holds; then what the policy says.</summary>
    private static string Words(Candidate one, bool pinned)
    {
        var own = one.Offer is null ? null : one.Offer.Reason ?? (one.Offer.WhenText is { } when ? $"for customers with {when}" : null);
        var policy = pinned ? "put first by the shop" : one.Words;
        return own is null ? policy : policy.Length == 0 ? own : $"{own}; {policy}";
    }

    /// <summary>A fallback needs no consent, cap or condition: it is what everybody may see. It is still not shown when it is sold out.</summary>
    private static Decision Fallback(DecideRequest request, Placement placement, World current, DateTime now, string reason)
    {
        var offer = placement.Fallback;
        if (offer?.Product is { } product && (current.Products.Find(product) is >= 0 and var number ? !current.Products.IsInStock(number) : current.Products.IsUnlistedAndGone(product))) offer = null;
        return new Decision
        {
            Id = Decision.IdOf(request.Id, placement.Id),
            RequestId = request.Id,
            Customer = request.Customer,
            Placement = placement.Id,
            At = now,
            Actions = offer is null ? [] : [new ShownAction(offer.Id, $"shown because {reason}", double.NaN)],
            Policy = "fallback",
            FallbackReason = reason,
            Catalogue = current.Catalogue.Version,
        };
    }
}
