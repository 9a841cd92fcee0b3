using Habitue.Lake.Cleaning;
using Habitue.Lake.Features;
using Habitue.Lake.Storage;

namespace Habitue.Stages;

/// <summary>Builds the tables of the warehouse: orders, products, customers, sessions and the rest.</summary>
internal static class ModelsStage
{
    private const string Name = "models";

    public static StageDone Do(FlowState state, StageRun run)
    {
        var inputs = state.LoadedSoFar();
        StageDone done = StageDone.Nothing;
        if (!state.Memory.Knows(Name, inputs))
        {
            var told = new Told(run.Moves, () =>
            {
                if (state.HasRoomBeside) state.Counted = Task.Run(() => Counted(state, run.Cancel), CancellationToken.None);
            });
            try
            {
                Models.Build(state.Warehouse, state.Clock.GetUtcNow().UtcDateTime, told, state.Versions, run.Cancel);
            }
            finally
            {
                // Waits without judging: who uses the counts is told of what failed, or it is on its way already.
                Task.WhenAny(state.Counted ?? Task.CompletedTask).Wait(CancellationToken.None);
            }
            state.Memory.Remember(Name, inputs);
            done = new StageDone(told.Words());
        }
        state.HasTables = true;
        // The tables hold all of time; what is made of them from here on looks back from one moment.
        state.AsOf = state.Request.AsOf ?? CustomerFeatures.DefaultAsOf(state.Warehouse) ?? state.Clock.GetUtcNow().UtcDateTime.Date;
        Functions.SetAsOf(state.Warehouse, state.AsOf);
        return done;
    }

    private static QualityOfRead Counted(FlowState state, CancellationToken cancel)
    {
        using var warehouse = state.Connect();
        return Quality.OfRead(warehouse, cancel);
    }

    /// <param name="leavesRoom">Called once the tables are built that take all processors.</param>
    private sealed class Told(Action<StageProgress> moves, Action leavesRoom) : IProgress<ModelBuilt>
    {
        /// <summary>The last table that is made of all sold lines; those after it are small, and leave a processor free now and then.</summary>
        private static readonly string LastLarge = Models.OfRuns.Single(model => model.Name == "repeated_products").Name;

        private readonly Dictionary<string, long> rows = [];
        private int built;

        public void Report(ModelBuilt value)
        {
            built++;
            if (value.Rows is { } count) rows[value.Name] = count;
            if (value.Name == LastLarge) leavesRoom();
            moves(new StageProgress(value.Name, built, Models.OfRuns.Count));
        }

        public string Words() => string.Join(", ", Counts().DefaultIfEmpty(Stages.Words.Count(built, "table")));

        private IEnumerable<string> Counts()
        {
            foreach (var table in (string[])["orders", "customers", "products", "sessions"])
                if (rows.GetValueOrDefault(table) is > 0 and var count) yield return $"{count:N0} {table}";
        }
    }
}
