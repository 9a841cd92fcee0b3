using System.CommandLine;
using System.Globalization;
using Habitue.Host.Answers;
using Habitue.ModelShelf;
using Habitue.Segments;

namespace Habitue.Host.Verbs;

/// <summary>Who is like given customers, or like a segment without being in it: the next ones to win or to lose.</summary>
internal sealed class SegmentsLikeVerb : Verb
{
    private readonly Argument<string[]> wanted = new("CUSTOMER") { Description = "Customers by their ids, or a segment by its name.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<int> limit;
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public SegmentsLikeVerb() : base("like", "Customers who are like the given ones, or like a segment without being in it.",
        "habitue segments like 12347",
        "habitue segments like \"High value, frequent\" --limit 50 --json")
    {
        Add(wanted);
        limit = Takes("--limit", "How many.", "N", 10);
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, "segments");
        work.MustHave(SegmentTables.Portraits, "habitue train segments");
        var like = LookAlikes.Of(work.Warehouse, new Shelf(work.Home.Models, work.Warehouse, call.Clock), Wanted(work, call.Of(wanted)!), Math.Clamp(call.Of(limit), 1, 100_000), call.Cancel)
            ?? throw new UserMistakeException("No model of the segments is promoted, so that nobody can be compared; `habitue train segments` makes one, from 30 customers on.");
        if (call.Of(json))
        {
            using var answer = new JsonAnswer(call.Terminal.Out);
            answer.Array(like, static (written, one) =>
            {
                written.WriteString("customer_id", one.Customer);
                written.WriteString("segment", one.Segment);
                written.WriteNumber("orders", one.Orders);
                written.WriteNumber("value", one.Value);
                written.WriteNumber("distance", one.Distance);
            });
            return CommandLine.Done;
        }
        var grid = new Grid("Customer", "Segment", GridColumn.Number("Orders"), GridColumn.Number("Value"), GridColumn.Number("Distance"));
        foreach (var one in like) grid.Add(one.Customer, one.Segment, $"{one.Orders:N0}", $"{one.Value:N2}", one.Distance.ToString("0.000", CultureInfo.InvariantCulture));
        grid.Write(call.Terminal.Out, call.Terminal.Width);
        return CommandLine.Done;
    }

    /// <summary>The ids that are meant: the members when the one word is a segment.</summary>
    private static HashSet<string> Wanted(Workspace work, string[] words)
    {
        var ids = words.Where(word => work.Warehouse.Scalar<long>($"SELECT COUNT(*) FROM {SegmentTables.Customers} WHERE customer_id = $1", word) > 0).ToHashSet();
        if (ids.Count == words.Distinct().Count()) return ids;
        var unknown = words.First(word => !ids.Contains(word));
        if (words.Length > 1) throw new UserMistakeException($"There is no customer '{unknown}' who bought; `habitue segments customers all` lists them.");
        return [.. work.Warehouse.Rows<string>($"SELECT customer_id FROM {SegmentTables.Customers} WHERE cluster = $1", SegmentsVerb.Find(work.Warehouse, unknown).Id)];
    }
}
