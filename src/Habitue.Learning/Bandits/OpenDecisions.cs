namespace Habitue.Learning.Bandits;

/// <summary>One decision that a bandit remembers.</summary>
internal sealed record OpenDecision(int Arm, double Propensity, double Error, long Moment, double[] Context)
{
    /// <summary>Where it stands.</summary>
    public DecisionState State { get; init; }
}

/// <summary>Where a remembered decision stands.</summary>
internal enum DecisionState
{
    Waiting,
    Rewarded,
    Closed,
}

/// <summary>The decisions that wait for an outcome or may still hear of one, in the order in which they were made.</summary>
internal sealed class OpenDecisions
{
    private readonly Dictionary<string, OpenDecision> all = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, long> toClose = new(), toForget = new();

    public int Waiting { get; private set; }

    public IEnumerable<KeyValuePair<string, OpenDecision>> All => all;

    public OpenDecision? Find(string id) => all.GetValueOrDefault(id);

    public void Add(string id, OpenDecision decision)
    {
        all.Add(id, decision);
        if (decision.State == DecisionState.Waiting)
        {
            Waiting++;
            toClose.Enqueue(id, decision.Moment);
        }

        toForget.Enqueue(id, decision.Moment);
    }

    public RewardOutcome Settle(string id, double reward, out OpenDecision settled)
    {
        if (!all.TryGetValue(id, out settled!)) return RewardOutcome.Unknown;
        if (settled.State == DecisionState.Rewarded) return RewardOutcome.Repeated;
        var outcome = settled.State == DecisionState.Closed ? RewardOutcome.Corrected : RewardOutcome.Counted;
        if (outcome == RewardOutcome.Counted) Waiting--;
        all[id] = settled with { State = DecisionState.Rewarded };
        return outcome;
    }

    public IReadOnlyList<OpenDecision> Close(long before)
    {
        var closed = new List<OpenDecision>();
        while (toClose.TryPeek(out var id, out var moment) && moment < before)
        {
            toClose.Dequeue();
            if (!all.TryGetValue(id, out var decision) || decision.State != DecisionState.Waiting) continue;
            all[id] = decision with { State = DecisionState.Closed };
            closed.Add(decision);
            Waiting--;
        }

        return closed;
    }

    public int Forget(long before)
    {
        var (forgotten, kept) = (0, new List<(string, long)>());
        while (toForget.TryPeek(out var id, out var moment) && moment < before)
        {
            toForget.Dequeue();
            if (all[id].State == DecisionState.Waiting) kept.Add((id, moment));
            else if (all.Remove(id)) forgotten++;
        }

        toForget.EnqueueRange(kept);
        return forgotten;
    }

    public (IReadOnlyList<OpenDecision> Closed, int Forgotten) Trim(int most)
    {
        var (closed, forgotten) = (new List<OpenDecision>(), 0);
        while (all.Count > most && toForget.TryDequeue(out var id, out _))
        {
            if (!all.Remove(id, out var decision)) continue;
            forgotten++;
            if (decision.State != DecisionState.Waiting) continue;
            closed.Add(decision);
            Waiting--;
        }

        return (closed, forgotten);
    }
}
