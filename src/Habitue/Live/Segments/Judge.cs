using Habitue.Live.State;

namespace Habitue.Live.Segments;

/// <summary>Holds a person against all definitions: who enters and leaves, what that brings about, and when to look again.</summary>
internal sealed class Judge(LiveDefinitions definitions, Viewing viewing)
{
    public LiveDefinitions Definitions => definitions;

    /// <param name="person">All of the person's ids as one state.</param>
    /// <param name="ids">These ids, the first one first.</param>
    /// <param name="standing">Where the person stood; it is changed.</param>
    /// <param name="now">The moment.</param>
    /// <param name="quietly">Definitions changed: nothing happened, so nothing fires.</param>
    /// <param name="transitions">What comes of it is added here.</param>
    /// <returns>When time alone may change something; never when it cannot.</returns>
    public long Look(CustomerState person, IReadOnlyList<string> ids, string? userId, ref Standing? standing, long now, bool quietly, List<Transition> transitions)
    {
        var next = Moment.Never;
        standing?.Members.RemoveAll(member => definitions.Find(member.Segment) is null);
        if (definitions.All.Count == 0) return next;
        var situation = new Situation(person, viewing.PublishedOf(ids), viewing.Intent, now);
        foreach (var definition in definitions.All)
        {
            var holds = definition.Holds(situation, out var until);
            if (until != Moment.Never) next = next == Moment.Never ? until : Math.Min(next, until);
            var place = standing?.Find(definition.Name) ?? -1;
            var was = place >= 0 && standing!.Members[place].IsIn;
            if (holds == was) continue;
            standing ??= new Standing();
            var fired = place >= 0 ? standing.Members[place].Fired : Moment.Never;
            var said = holds ? definition.Trigger : definition.OnLeave;
            if (quietly || (holds && fired != Moment.Never && now < fired + definition.Quiet)) said = null;
            if (said is not null || !quietly)
                transitions.Add(new Transition(definition.Name, holds, ids[0], userId, userId is null ? ids[0] : null, now, said, Facts(situation)));
            if (holds && said is not null) fired = now;
            var member = new Member(definition.Name, holds ? now : Moment.Never, fired);
            if (!holds && (fired == Moment.Never || definition.Quiet == 0)) standing.Members.RemoveAt(place);   // nothing of it has to be remembered
            else if (place >= 0) standing.Members[place] = member;
            else standing.Members.Add(member);
        }
        return next;
    }

    private static TriggerFacts Facts(Situation of)
    {
        var (cart, drop) = (of.State.Cart, of.State.Drop);
        return new TriggerFacts(cart.Value, [.. cart.Lines.TakeLast(20).Select(line => line.Product)], drop.Product, drop.Product is null ? null : drop.From, drop.Product is null ? null : drop.To,
            of.Published?.Segment, of.Published?.RiskClass);
    }
}
