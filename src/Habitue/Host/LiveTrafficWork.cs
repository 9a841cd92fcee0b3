using System.Globalization;
using Habitue.Host.Answers;
using Habitue.Simulation.Live;
using Habitue.Stages;

namespace Habitue.Host;

/// <summary>Plays a simulated shop against a server and says how it goes.</summary>
internal static class LiveTrafficWork
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(5);

    public static int Play(Call call, LivePlan plan)
    {
        using var ledger = new LiveLedger(plan.Ledger);
        var began = call.Clock.GetTimestamp();
        var progress = new Spoken(call, began);
        try
        {
            new LiveTraffic(plan, ledger, call.Clock).Play(progress, call.Cancel).GetAwaiter().GetResult();
        }
        catch (LiveTrafficException refused)
        {
            throw new UserMistakeException(refused.Message);
        }
        var took = call.Clock.GetElapsedTime(began).TotalSeconds;
        call.Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"Sent       {ledger.Acknowledged:N0} events, all acknowledged, in {ledger.Requests:N0} requests ({ledger.Repeated:N0} repeated), {took:0.0} s"));
        call.Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"Orders     {ledger.Orders:N0} for {ledger.OrderCents / 100m:N2}"));
        if (ledger.Decisions > 0) call.Terminal.Say($"Decisions  {ledger.Decisions:N0} asked for; {Words.Count(ledger.Moved, "visitor")} bought because of what they were shown");
        if (ledger.NotDecided is { Count: > 0 } not) call.Terminal.Say($"           {not.Count:N0} questions without an answer ({(not.Status == 0 ? "the server was away" : $"the last with status {not.Status}")})");
        if (ledger.Actions.Count > 0) Shown(call.Terminal, ledger);
        if (plan.Ledger is { } file) call.Terminal.Say($"Ledger     {file}");
        return CommandLine.Done;
    }

    private static void Shown(Terminal terminal, LiveLedger ledger)
    {
        var grid = new Grid("Shown", GridColumn.Number("Times"), GridColumn.Number("Moved"), GridColumn.Number("Planted effect"));
        foreach (var (action, shown, moved) in ledger.Actions.OrderByDescending(one => one.Shown).Take(15))
            grid.Add(action, $"{shown:N0}", $"{moved:N0}", LiveReactions.EffectOf(action).ToString("0 %", CultureInfo.InvariantCulture));
        grid.Write(terminal.Out, terminal.Width);
    }

    /// <summary>A line on the error stream now and then.</summary>
    private sealed class Spoken(Call call, long began) : IProgress<LiveLedger>
    {
        private TimeSpan next = Often;

        public void Report(LiveLedger value)
        {
            var passed = call.Clock.GetElapsedTime(began);
            if (passed < next) return;
            next = passed + Often;
            call.Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{passed.TotalSeconds,6:0} s  {value.Acknowledged:N0} events ({value.Acknowledged / passed.TotalSeconds:N0}/s), {value.Orders:N0} orders"));
        }
    }
}
