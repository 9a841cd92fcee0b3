using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>What was wrong in what was read, what was done about it, and what the lake weighs.</summary>
internal sealed class QualitySection() : Section("quality", "Data quality", "Quality")
{
    private const int InputsListed = 40;

    private sealed record Done(string Issue, string Method, string Action, long Found, long Touched);

    public override void Write(ReportPage page)
    {
        var steps = page.Ask.Has("quality_log") ? page.Ask.Rows<Done>("quality") : [];
        var inputs = page.Settings.Inputs;
        if (steps.Count == 0 && inputs.Count == 0)
        {
            page.Empty("Nothing was loaded yet, so there is nothing to judge.", "Run “habitue ingest PATH”: each cleaning rule then tells how many records it touched.");
            return;
        }

        page.Lead(Summary(page.Settings.Inputs));
        if (steps.Count > 0) Steps(page, steps);
        if (page.Settings.Lake() is { SourceBytes: > 0 } lake) Sizes(page, lake);
        if (inputs.Count > 0) Inputs(page, inputs);
    }

    /// <summary>How many were read, rejected and changed, in one sentence; also said at the head of the page.</summary>
    public static string Summary(IReadOnlyList<ReportInput> inputs)
    {
        if (inputs.Count == 0) return "Each step below names an issue, how it was handled, and how many records it touched.";
        long read = inputs.Sum(input => input.Rows), kept = inputs.Sum(input => input.Kept);
        return $"{Numbers.Many(read, "record")} were read from {Numbers.Many(inputs.Count, "source")}: {Numbers.Count(kept)} ({Numbers.Share(kept, read)}) kept, "
            + $"{Numbers.Count(read - kept)} rejected. Nothing was dropped without a record of it: what was rejected is in the quarantine with its reason.";
    }

    private static void Steps(ReportPage page, IReadOnlyList<Done> steps)
    {
        using (var table = new Table(page.Html, "Cleaning, step by step", Column.Number("Step"), Column.Text("Issue"), Column.Text("What was done"), Column.Text("Outcome"),
            Column.Number("Found"), Column.Number("Touched")))
            foreach (var (i, step) in steps.Index())
            {
                // What found nothing is told, since it was looked for, but quietly.
                var quiet = step.Found == 0 ? "quiet " : "";
                table.Row(Cell.Count(i + 1) with { Class = quiet }, new Cell(Names.Capital(step.Issue), Class: quiet + "name wrap"), new Cell(Names.Capital(step.Method), Class: "prose"), new Cell(Outcome(step.Action), Class: quiet + "tag " + Tag(step.Action)),
                    Cell.Count(step.Found) with { Class = quiet }, Cell.Count(step.Touched) with { Class = quiet });
            }
        page.Html.Add($"""<p class="note">“Found” counts rows in what was read, “touched” those that were left once duplicates had been set aside.</p>{"\n"}""");
    }

    private static string Outcome(string action) => action switch { "reject" => "rejected", "flag" => "flagged", "keep" => "kept", "fill" => "filled", _ => action };

    private static string Tag(string action) => action is "reject" or "flag" or "keep" or "fill" ? action : "";

    private static void Sizes(ReportPage page, LakeSize lake)
    {
        var share = lake.ParquetBytes / (double)lake.SourceBytes;
        page.Html.Add($"""<div class="sizes"><h3>Size on disk</h3><p>What was read weighs {Numbers.Bytes(lake.SourceBytes)}; as Parquet it takes {Numbers.Bytes(lake.ParquetBytes)} in {Numbers.Many(lake.Files, "file")}, {(share <= 1 ? Numbers.Share(1 - share) + " less" : Numbers.Share(share - 1) + " more")}.</p><div class="meter"><span>As read</span><i style="--bar:100%"></i><b>{Numbers.Bytes(lake.SourceBytes)}</b></div><div class="meter"><span>Parquet</span><i style="--bar:{(Math.Min(1, share) * 100).ToString("0.#")}%"></i><b>{Numbers.Bytes(lake.ParquetBytes)}</b></div></div>{"\n"}""");
    }

    private static void Inputs(ReportPage page, IReadOnlyList<ReportInput> inputs)
    {
        page.Html.Add($"<details><summary>{Numbers.Many(inputs.Count, "source")}</summary>");
        using (var table = new Table(page.Html, "Sources", Column.Text("Source"), Column.Text("Kind"), Column.Number("Records"), Column.Number("Kept")))
            foreach (var input in inputs.Take(InputsListed))
                table.Row(new Cell(input.Name, Class: "code"), input.Kind, Cell.Count(input.Rows), Cell.Count(input.Kept));
        if (inputs.Count > InputsListed) page.Html.Add($"""<p class="note">and {Numbers.Many(inputs.Count - InputsListed, "more", "more")}</p>""");
        page.Html.Add($"</details>\n");
    }
}
