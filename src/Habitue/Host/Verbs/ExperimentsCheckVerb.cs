using System.CommandLine;
using Habitue.Experiments.Definitions;
using Habitue.Host.Answers;

namespace Habitue.Host.Verbs;

/// <summary>Reads a file of experiments and says what it would do; nothing is changed.</summary>
internal sealed class ExperimentsCheckVerb : Verb
{
    private readonly Argument<string> file = new("FILE") { Description = "A file of experiments, YAML or JSON." };

    public ExperimentsCheckVerb() : base("check", "Check a file of experiments without using it.", "habitue experiments check experiments.yaml") => Add(file);

    public override int Execute(Call call)
    {
        var path = call.Of(file)!;
        try
        {
            var set = ExperimentFile.Read(path);
            var now = call.Clock.GetUtcNow().UtcDateTime;
            var grid = new Grid("Experiment", "Runs", "Variants", "Goal", "Guardrails");
            foreach (var one in set.Experiments.Values)
            {
                grid.Add(one.Key, one.RunsAt(now) ? "now" : one.Running && now < one.Starts ? $"from {one.Starts:yyyy-MM-dd}" : "no",
                    string.Join(", ", one.Variants.Select(variant => $"{variant.Name} {variant.Weight:0.##}")), one.Goal.Name, string.Join(", ", one.Guardrails.Select(rail => rail.Metric.Name)));
            }

            grid.Write(call.Terminal.Out, call.Terminal.Width);
            call.Terminal.Say($"{Path.GetFileName(path)} is well: {Stages.Words.Count(set.Experiments.Count, "experiment")}{(set.Holdout.Share > 0 ? $", a holdout of {set.Holdout.Share:P0}" : "")}.");
            return CommandLine.Done;
        }
        catch (ExperimentFileException mistake)
        {
            throw new UserMistakeException(mistake.Message);
        }
    }
}
