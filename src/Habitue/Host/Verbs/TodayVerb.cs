using System.CommandLine;
using Habitue.Host.Answers;
using Habitue.Today;

namespace Habitue.Host.Verbs;

/// <summary>The list of customers to act on today.</summary>
internal sealed class TodayVerb : Verb
{
    private readonly Option<string> format;
    private readonly Option<int> limit;
    private readonly HomeOptions home;

    public TodayVerb() : base("today", "Whom to act on today: customers, actions, and the money that hangs on each.",
        "habitue today",
        "habitue today --format csv > today.csv")
    {
        format = Takes("--format", "table, csv or json.", "FORMAT", "table");
        format.AcceptOnlyFromAmong(Answer.Formats);
        limit = Takes("--limit", "Customers that a table shows at most.", "N", 20);
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, Name);
        work.MustHave(TodayActions.Table, "habitue train");
        if (call.Of(format) != "table")
        {
            using var result = work.Warehouse.Query($"SELECT * FROM {TodayActions.Table} ORDER BY place", call.Cancel);
            Answer.Write(call.Terminal, result, call.Of(format)!, call.Of(limit), call.Cancel);
            return CommandLine.Done;
        }
        var actions = work.Warehouse.Rows<TodayAction>($"SELECT * FROM {TodayActions.Table} ORDER BY place");
        var grid = new Grid("Customer", "Do", GridColumn.Number("Money"), GridColumn.Number("from"), GridColumn.Number("to"), GridColumn.Sentence("Why"), GridColumn.Sentence("Show them"));
        foreach (var one in actions.Take(Math.Max(1, call.Of(limit))))
            grid.Add(one.CustomerId, one.Action, $"{one.Money:N0}", $"{one.MoneyLow:N0}", $"{one.MoneyHigh:N0}", one.Why, one.ProductName ?? one.ProductId ?? "");
        grid.Write(call.Terminal.Out, call.Terminal.Width);
        call.Terminal.Say($"{Math.Min(actions.Count, Math.Max(1, call.Of(limit))):N0} of {actions.Count:N0} customers (--limit, --format csv). Money is the probability times what is at stake; from and to hold eight in ten.");
        return CommandLine.Done;
    }
}
