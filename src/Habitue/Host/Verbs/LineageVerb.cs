using System.CommandLine;
using Habitue.Host.Answers;
using Habitue.Insights;
using Habitue.Lake.Storage;

namespace Habitue.Host.Verbs;

/// <summary>Which table comes from which.</summary>
internal sealed class LineageVerb : Verb
{
    private readonly Argument<string?> table = new("TABLE") { Description = "Only this table and what it comes from.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> format;
    private readonly Option<bool> json;

    public LineageVerb() : base("lineage", "Which table comes from which.",
        "habitue lineage",
        "habitue lineage customer_features",
        "habitue lineage --format mermaid > lineage.mmd")
    {
        Add(table);
        format = Takes("--format", "tree, mermaid or json.", "FORMAT", "tree");
        format.AcceptOnlyFromAmong(LineageAnswer.Formats);
        json = TakesFlag("--json", "The same as --format json.");
    }

    public override int Execute(Call call)
    {
        var edges = Models.Lineage().Concat(Slices.All.SelectMany(slice => slice.Lineage)).Distinct().ToList();
        if (call.Of(table) is { } wanted)
        {
            if (!edges.Any(edge => edge.From == wanted || edge.To == wanted))
                throw new UserMistakeException($"'{wanted}' is no table of the warehouse; there are {string.Join(", ", edges.SelectMany(edge => new[] { edge.From, edge.To }).Distinct().Order())}.");
            edges = LineageAnswer.Above(edges, wanted);
        }
        LineageAnswer.Write(call.Terminal.Out, edges, call.Of(json) ? "json" : call.Of(format)!);
        return CommandLine.Done;
    }
}
