using System.CommandLine;
using Habitue.Host.Answers;
using Habitue.Segments;

namespace Habitue.Host.Verbs;

/// <summary>A segment, or all of them, in a paragraph each.</summary>
internal sealed class SegmentsPortraitVerb : Verb
{
    private readonly Argument<string?> segment = new("SEGMENT") { Description = "Its name or number; all without it.", Arity = ArgumentArity.ZeroOrOne };
    private readonly HomeOptions home;

    public SegmentsPortraitVerb() : base("portrait", "A paragraph on a segment: size, worth, what sets it apart, where it is going.", "habitue segments portrait")
    {
        Add(segment);
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, "segments");
        work.MustHave(SegmentTables.Portraits, "habitue train segments");
        var only = call.Of(segment) is { } word ? SegmentsVerb.Find(work.Warehouse, word).Id : (int?)null;
        foreach (var (name, portrait) in work.Warehouse.Rows<(string, string)>($"SELECT segment, portrait FROM {SegmentTables.Portraits} WHERE $1 IS NULL OR segment_id = $1 ORDER BY value DESC, segment_id", only))
        {
            call.Terminal.Say(name);
            foreach (var line in Grid.Wrapped(portrait, Math.Min(call.Terminal.Width, 100) - 2)) call.Terminal.Say($"  {line}");
            call.Terminal.Say("");
        }
        return CommandLine.Done;
    }
}
