using System.CommandLine;
using System.Globalization;
using Habitue.Duck;
using Habitue.Host.Answers;
using Habitue.Segments;

namespace Habitue.Host.Verbs;

/// <summary>The segments of the last run: how large, how valuable, where they are going. Its sub-verbs look closer.</summary>
internal sealed class SegmentsVerb : Verb
{
    /// <summary>As the customers were divided: a rule of one's own decides without a chance.</summary>
    private const string OverlapSql = $"""
        SELECT found_name AS segment, second_segment, COUNT(*) AS customers, COUNT(*) FILTER (WHERE second_chance >= chance / 2) AS in_between,
            ROUND(COUNT(*) FILTER (WHERE second_chance >= chance / 2) / SUM(COUNT(*)) OVER (PARTITION BY found_name), 3) AS share
        FROM {SegmentTables.Customers}
        WHERE second_segment IS NOT NULL
        GROUP BY found_name, second_segment
        ORDER BY in_between DESC, customers DESC, segment, second_segment
        """;

    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public SegmentsVerb() : base("segments", "What kinds of customers there are: list, portraits, members, overlap, look-alikes, rules of your own.",
        "habitue segments",
        "habitue segments portrait",
        "habitue segments customers \"High value, frequent\" --format csv > best.csv",
        "habitue segments like 12347",
        "habitue segments rules my.rules")
    {
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
        Add(new SegmentsPortraitVerb());
        Add(new SegmentsCustomersVerb());
        Add(new SegmentsLikeVerb());
        Add(new SegmentsTableVerb("overlap", "Which segments run into which: how many members have it as their second likeliest, and to how many of these it is at least half as likely as their own.", OverlapSql));
        Add(new SegmentsTableVerb("moves", "Who moved from which segment to which since the last time.", $"SELECT from_segment, to_segment, customers, value, basis, previous_as_of, as_of FROM {SegmentTables.Migrations} ORDER BY customers DESC, from_id, to_id"));
        Add(new SegmentsTableVerb("choice", "Which divisions were tried, how clear and how stable each is, and why one was chosen.", $"SELECT method, clusters, ROUND(silhouette, 3) AS silhouette, ROUND(stability, 2) AS stability, reason, space, settings FROM {SegmentTables.Choice} ORDER BY place"));
        Add(new SegmentsRulesVerb());
    }

    private sealed record Line(int SegmentId, string Segment, string Kind, long Customers, double Share, decimal Value, double ValueShare, string Trend, string Portrait);

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, Name);
        work.MustHave(SegmentTables.Portraits, "habitue train segments");
        var lines = work.Warehouse.Rows<Line>($"SELECT segment_id, segment, kind, customers, share, value, value_share, trend, portrait FROM {SegmentTables.Portraits} ORDER BY value DESC, segment_id");
        if (call.Of(json))
        {
            using var answer = new JsonAnswer(call.Terminal.Out);
            answer.Array(lines, static (written, line) =>
            {
                written.WriteNumber("segment_id", line.SegmentId);
                written.WriteString("segment", line.Segment);
                written.WriteString("kind", line.Kind);
                written.WriteNumber("customers", line.Customers);
                written.WriteNumber("share", line.Share);
                written.WriteNumber("value", line.Value);
                written.WriteNumber("value_share", line.ValueShare);
                written.WriteString("trend", line.Trend);
                written.WriteString("portrait", line.Portrait);
            });
            return CommandLine.Done;
        }
        var grid = new Grid(GridColumn.Number("Id"), "Segment", GridColumn.Number("Customers"), GridColumn.Number("Share"), GridColumn.Number("Revenue"), GridColumn.Number("Share"), "Trend");
        foreach (var line in lines)
            grid.Add(line.SegmentId.ToString(CultureInfo.InvariantCulture), line.Kind == "rule" ? $"{line.Segment} (rule)" : line.Segment, $"{line.Customers:N0}", $"{line.Share:P0}", $"{line.Value:N0}", $"{line.ValueShare:P0}", line.Trend);
        grid.Write(call.Terminal.Out, call.Terminal.Width);
        if (lines.Count == 0) call.Terminal.Say("No segment: nobody has bought anything yet.");
        return CommandLine.Done;
    }

    /// <summary>The segment that is meant: by its number or its name in any letters.</summary>
    internal static (int Id, string Name) Find(DuckConnection warehouse, string word)
    {
        var known = warehouse.Rows<(int Id, string Name)>($"SELECT cluster, segment FROM {SegmentTables.Segments} ORDER BY revenue DESC, cluster");
        foreach (var one in known)
            if (one.Name.Equals(word, StringComparison.OrdinalIgnoreCase) || one.Id.ToString(CultureInfo.InvariantCulture) == word) return one;
        throw new UserMistakeException(known.Count == 0 ? "There are no segments: nobody has bought anything yet."
            : $"There is no segment '{word}'; there are {string.Join(", ", known.Select(one => $"{one.Id} \"{one.Name}\""))}.");
    }
}
