namespace Habitue.Bench;

/// <summary>One line for each benchmark; results go to bench/results.</summary>
internal static class Program
{
    private static int Main(string[] args) => args.FirstOrDefault() switch
    {
        "dashboards" => Live.DashboardsBench.Run(args[1..]),
        "decisions" => Decisions.DecisionsBench.Run(args[1..]),
        "duck" => DuckBench.Run(args[1..]),
        "livestate" => LiveState.LiveStateBench.Run(args[1..]),
        "learning" => Learning.LearningBench.Run(args[1..]),
        "experiments" => ExperimentsBench.Run(args[1..]),
        "full" => FullRunBench.Run(args[1..]),
        "growth" => GrowthBench.Run(args[1..]),
        "live" => Live.LiveBench.Run(args[1..]),
        "pipeline" => PipelineBench.Run(args[1..]),
        "same-work" when args.Length == 3 => SameWork.SameWork.Run(args[1..]),
        _ => Usage(),
    };

    private static int Usage()
    {
        Console.Error.WriteLine("Usage: Habitue.Bench decisions [regret|coverage|load] | dashboards [SECONDS] | duck|learning|livestate|pipeline [rounds] | experiments [tests] | live [SECONDS]|crash|soak | full [--rounds N] [--customers N --days N] | growth [EVENTS] | same-work CSVDIR OUTDIR");
        return 2;
    }
}
